import type { DispatchedWork } from './relay';
import { statement } from './statement';
import type { Queryable } from './tx';
import { unmark, type Stage } from './work';

export interface StuckWorkOptions {
  readonly stage: Stage;
  /** Work that has been due for longer is stuck. */
  readonly olderThanS: number;
  /** How long the new marks last. */
  readonly redispatchAfterMs: number;
}

/** Of one call: what is sent past the relay's limit must not flood a queue. */
const ROWS_LIMIT = 256;

const COUNT = statement(
  'database.count-stuck-work',
  `select count(*)::int as rows, coalesce(sum(orders), 0)::int as orders from work
   where stage = $1 and run_after < clock_timestamp() - make_interval(secs => $2)`,
);

/** The attempt stays counted: work that nobody can do must be found. A row that a transaction holds is not stuck. */
const SEND_STUCK = statement(
  'database.send-stuck-work',
  `update work set epoch = work.epoch + 1, attempts = work.attempts + 1,
     dispatched_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
   where id in (
     select id from work where stage = $1 and run_after < clock_timestamp() - make_interval(secs => $2)
       and not exists (select from stage_pauses where stage_pauses.stage = $1)
     order by run_after limit ${ROWS_LIMIT} for update skip locked)
   returning id, stage, epoch`,
);

/** How much work of a stage has been due for longer than it should. */
export async function countStuckWork(
  db: Queryable,
  stage: Stage,
  olderThanS: number,
): Promise<{ readonly rows: number; readonly orders: number }> {
  const [row] = await db.query<{ rows: number; orders: number }>(COUNT, [stage, olderThanS]);
  return row ?? { rows: 0, orders: 0 };
}

/**
 * Sends work that is stuck under its next epoch, at once and past the relay: the room in the queues may be taken by jobs that will
 * never run, and a mark may have been renewed for nothing. Sending twice is harmless, since a job claims its row by deleting it.
 * Answers how many rows were sent; `add` rejecting takes the marks back.
 */
export async function sendStuckWork(
  db: Queryable,
  add: (work: readonly DispatchedWork[]) => Promise<void>,
  { stage, olderThanS, redispatchAfterMs }: StuckWorkOptions,
): Promise<number> {
  const params = [stage, olderThanS, redispatchAfterMs];
  const rows = await db.query<{ id: string; stage: Stage; epoch: number }>(SEND_STUCK, params);
  if (rows.length === 0) return 0;
  try {
    await add(rows.map(({ id, epoch }) => ({ workId: id, stage, epoch })));
  } catch (error) {
    await unmark(
      db,
      rows.map(({ id }) => id),
    );
    throw error;
  }
  return rows.length;
}
