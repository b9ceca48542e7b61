import { statement } from './statement';
import type { Queryable, Tx } from './tx';

/** The stages of the pipeline; each has its queue, its job and its work rows. */
export type Stage = 'payment' | 'fulfilment' | 'dispatch' | 'expiry';

/** A page of resumed orders, and the most orders that one flight of intake carries. */
export const WORK_PAGE = 256;

/** A work row about to be written: the durable item of work for a batch of orders. */
export interface NewWork {
  readonly id: string;
  readonly stage: Stage;
  readonly orderIds: readonly string[];
  /** Not dispatched before this instant; at once without it. */
  readonly runAfter?: Date | undefined;
  /** Attempts that its orders have already had; such a row runs without company. */
  readonly attempts?: number;
}

const ENQUEUE = statement(
  'database.enqueue-work',
  `insert into work (id, stage, order_ids, run_after, attempts) values ($1, $2, $3::uuid[], coalesce($4, now()), $5)`,
);

/** Writes one work row in the transaction that makes its orders ready, and wakes this process's relay after COMMIT. */
export function enqueueWork(tx: Tx, work: NewWork): void {
  tx.send(ENQUEUE, [work.id, work.stage, work.orderIds, work.runAfter ?? null, work.attempts ?? 0]);
  tx.afterCommit(() => announceWork(work.stage));
}

const UNMARK = statement(
  'database.unmark-work',
  `update work set dispatched_until = null, attempts = greatest(attempts - 1, 0)
   where id in (select id from work where dispatched_until is not null and ($1::uuid[] is null or id = any($1)) for update skip locked)`,
);

/**
 * Takes the marks of dispatched rows back, each together with its attempt, since nobody has tried: of these rows, or of
 * all. The relay finds them due at once.
 */
export async function unmark(db: Queryable, ids: readonly string[] | null): Promise<number> {
  return db.execute(UNMARK, [ids]);
}

type Wake = (stage: Stage) => void;
const wakeListeners = new Set<Wake>();

/** Wakes the relay of this process: a commit just made work ready. */
export function announceWork(stage: Stage): void {
  for (const wake of wakeListeners) wake(stage);
}

/** Called with the stage whenever this process commits new work; returns the way to stop. A hint only. */
export function onWork(wake: Wake): () => void {
  wakeListeners.add(wake);
  return () => wakeListeners.delete(wake);
}
