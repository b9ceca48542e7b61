import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, uuidv7, type Clock, type Context } from '#lib/kernel';
import type { Database } from './database';
import { park } from './parked';
import { isConnectionFault, isDataFault, sqlState } from './sql-state';
import type { AttemptedRow, StageAttempt } from './stage-attempt';
import { statement } from './statement';
import type { Tx } from './tx';
import { announceWork, enqueueWork, unmark, type Stage } from './work';

/** What one attempt did, counted in orders. `parked`: waits with a reason; `skipped`: was not in the stage's states. */
export interface StageResult {
  readonly moved: number;
  readonly parked: number;
  readonly skipped: number;
}

/**
 * Does a stage for a set of orders in the caller's transaction: locks them, moves those it finds in the expected state,
 * writes the next stage's work row. Foreseen refusals are parked; a throw fails the whole batch.
 */
export interface StageHandler {
  readonly stage: Stage;
  run(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<StageResult>;
  /** Locks these orders and answers those that still wait for the stage: the others moved on or ended meanwhile. */
  stillWaiting(tx: Tx, orderIds: readonly string[]): Promise<readonly string[]>;
}

export type RunOutcome =
  | ({ readonly kind: 'done'; readonly orders: number } & StageResult)
  /** The row is gone, another job holds it, or the stage is paused. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'split'; readonly orders: number; readonly error: unknown }
  | { readonly kind: 'dead_letter'; readonly orderId: string; readonly error: unknown }
  | { readonly kind: 'retry_later'; readonly delayMs: number; readonly error: unknown };

export interface StageRunnerOptions {
  /** Orders of one attempt: a small row is topped up with other due rows of its stage. */
  readonly batchSize: number;
  /** After so many attempts without an outcome a batch is split. */
  attemptsBeforeBisect(): number;
  deadlineMs(): number;
  /**
   * How long an attempt waits for PostgreSQL to come back. A job that ended at once would leave its row marked as dispatched until
   * the mark runs out, and so would all jobs that wait in the queues, one after the other.
   */
  outageMs(): number;
  /** Is told of every attempt that had work to do; must not throw. */
  onAttempt?(ctx: Context, attempt: StageAttempt): void;
}

const [OUTAGE_PAUSE_MS, LONGEST_OUTAGE_PAUSE_MS] = [25, 400];

/** A row that already failed runs alone, so that it drags nobody along and is found by its own attempts. */
const SHARED_ATTEMPTS = 1;
const SPLIT_ATTEMPTS = 2;
/**
 * After so many attempts without an outcome a single order becomes a dead letter. More than split a batch: processes that
 * die and deadlines that pass on a machine with too much to do say little about an order, and only a person brings it back.
 */
const ATTEMPTS_OF_ONE = 10;

/** A pause that was committed before this statement began holds: a job that was sent before it finds nothing to do. */
const CLAIM = statement(
  'database.claim-work',
  `delete from work where id = (select id from work where id = $1 and stage = $2 for update skip locked)
     and not exists (select from stage_pauses where stage_pauses.stage = $2)
   returning order_ids, attempts, epoch, last_error, greatest(created_at, run_after) as due_at`,
);

/**
 * As many of the oldest as there is room for; before all others those that no job was sent for. The others are mostly in somebody's
 * hands: counted first, they would use the room up and be skipped.
 */
const TOP_UP = statement(
  'database.top-up-work',
  `delete from work where id in (
     select id from work where id in (
       select id from (
         select id, sum(orders) over (order by dispatched_until is not null, run_after, id) as total from (
           select id, orders, run_after, dispatched_until from work
           where stage = $1 and run_after <= clock_timestamp() and attempts <= $2
           order by run_after limit 64
         ) as due
       ) as summed where total <= $3
     ) for update skip locked
   ) returning id, order_ids, greatest(created_at, run_after) as due_at`,
);

const LOOK = statement('database.look-at-work', `select order_ids, attempts from work where id = $1 and stage = $2`);

const POSTPONE = statement(
  'database.postpone-work',
  `update work set dispatched_until = null, last_error = $2, attempts = greatest(attempts - $4, 0),
     run_after = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
   where id = $1`,
);

interface CompanyRow {
  readonly id: string;
  readonly order_ids: string[];
  readonly due_at: Date;
}

interface KnownRow {
  readonly order_ids: string[];
  readonly attempts: number;
}

interface ClaimedRow extends KnownRow {
  readonly due_at: Date;
}

/**
 * Runs one work row through its stage. Claiming deletes the row in the stage's own transaction, so the effects and the
 * end of the work are one commit: whatever dies on the way leaves the row as it was.
 *
 * A batch that fails is run again without company, then split in two, until the one order that cannot be done stands
 * alone; that one ends in `parked` as a dead letter with its error. Faults of the connection or of concurrency say
 * nothing about the orders: they are retried with back-off and never split a batch.
 */
export class StageRunner {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly options: StageRunnerOptions,
  ) {}

  async run(ctx: Context, handler: StageHandler, workId: string): Promise<RunOutcome> {
    const untilMs = performance.now() + this.options.outageMs();
    for (let pauseMs = OUTAGE_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_OUTAGE_PAUSE_MS)) {
      try {
        return await this.once(ctx, handler, workId, untilMs);
      } catch (error) {
        if (!isConnectionFault(error) || performance.now() >= untilMs) throw error;
        await pause(pauseMs);
      }
    }
  }

  /** @throws a fault of the connection before `untilMs`: it is tried once more */
  private async once(ctx: Context, handler: StageHandler, workId: string, untilMs: number): Promise<RunOutcome> {
    const row = await this.look(ctx, handler.stage, workId);
    if (row === undefined) return { kind: 'nothing' };
    const enough = this.options.attemptsBeforeBisect();
    if (row.attempts > (row.order_ids.length === 1 ? Math.max(enough, ATTEMPTS_OF_ONE) : enough)) {
      return this.split(ctx, handler, workId, new Error(`No outcome after ${row.attempts - 1} attempts`));
    }
    try {
      return await this.attempt(ctx, handler, workId, row.attempts <= SHARED_ATTEMPTS);
    } catch (error) {
      if (isConnectionFault(error) && performance.now() < untilMs) throw error;
      return this.recover(ctx, handler, workId, row, error);
    }
  }

  private async recover(
    ctx: Context,
    handler: StageHandler,
    workId: string,
    row: KnownRow,
    error: unknown,
  ): Promise<RunOutcome> {
    if (!isFaultOfTheOrders(error)) return this.postpone(ctx, workId, row, error);
    try {
      return await this.attempt(ctx, handler, workId, false);
    } catch (aloneError) {
      if (!isFaultOfTheOrders(aloneError)) return this.postpone(ctx, workId, row, aloneError);
      return this.split(ctx, handler, workId, aloneError);
    }
  }

  private async look(ctx: Context, stage: Stage, workId: string): Promise<KnownRow | undefined> {
    const [row] = await this.database.statements(ctx).query<KnownRow>(LOOK, [workId, stage]);
    return row;
  }

  private async attempt(ctx: Context, handler: StageHandler, workId: string, mayShare: boolean): Promise<RunOutcome> {
    const deserted = new Set<string>();
    const seen: { rows: AttemptedRow[]; attempts: number } = { rows: [], attempts: 0 };
    const startedMs = Date.now();
    const tell = (error?: unknown): void => {
      if (seen.rows.length === 0) return;
      const attempt = { stage: handler.stage, workId, ...seen, startedMs, endedMs: Date.now(), error };
      this.options.onAttempt?.(ctx, attempt);
    };
    try {
      const outcome = await this.database.transaction(
        ctx,
        async (tx) => {
          const [row] = await tx.query<ClaimedRow>(CLAIM, [workId, handler.stage]);
          if (row === undefined) return { kind: 'nothing' } as const;
          const company = mayShare ? await this.topUp(tx, handler.stage, row.order_ids) : [];
          for (const { id } of company) deserted.add(id);
          const orderIds = [...new Set(row.order_ids.concat(...company.map((other) => other.order_ids)))];
          seen.rows = [row, ...company].map((taken) => ({ orderIds: taken.order_ids, dueAt: taken.due_at }));
          seen.attempts = row.attempts;
          const result = await handler.run(ctx, tx, orderIds);
          tx.afterCommit(() => {
            for (const { id } of company) deserted.delete(id);
          });
          return { kind: 'done', orders: orderIds.length, ...result } as const;
        },
        { deadlineMs: this.options.deadlineMs() },
      );
      tell();
      return outcome;
    } catch (error) {
      tell(error);
      throw error;
    } finally {
      if (deserted.size > 0) await this.release(ctx, handler.stage, [...deserted]);
    }
  }

  private async topUp(tx: Tx, stage: Stage, own: readonly string[]): Promise<CompanyRow[]> {
    const room = this.options.batchSize - own.length;
    if (room < this.options.batchSize / 4) return [];
    return tx.query<CompanyRow>(TOP_UP, [stage, SHARED_ATTEMPTS, room]);
  }

  /**
   * Rows that kept company in an attempt that failed are back, but their own jobs may have come meanwhile, found them
   * locked and ended: without their marks they are dispatched again at once instead of when these run out.
   */
  private async release(ctx: Context, stage: Stage, ids: readonly string[]): Promise<void> {
    await unmark(this.database.statements(ctx), ids).catch(() => 0); // then their own deadlines bring them back
    announceWork(stage);
  }

  /** Replaces a failing row by its two halves, or parks its only order as a dead letter. */
  private split(ctx: Context, handler: StageHandler, workId: string, error: unknown): Promise<RunOutcome> {
    const { stage } = handler;
    return this.database.transaction(ctx, async (tx) => {
      const [row] = await tx.query<ClaimedRow>(CLAIM, [workId, stage]);
      if (row === undefined) return { kind: 'nothing' } as const;
      const ids = [...row.order_ids].sort();
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) {
        // It may have been cancelled since the attempt failed: then nothing is left to do, and nobody to tell.
        if ((await handler.stillWaiting(tx, ids)).length === 0) return { kind: 'nothing' } as const;
        const detail = { error: messageOf(error), attempts: row.attempts };
        park(tx, [{ orderId: only, stage, reason: 'dead_letter', key: stage, detail }], this.clock.now());
        return { kind: 'dead_letter', orderId: only, error } as const;
      }
      const middle = Math.ceil(ids.length / 2);
      for (const orderIds of [ids.slice(0, middle), ids.slice(middle)]) {
        enqueueWork(tx, {
          id: uuidv7(),
          stage,
          orderIds,
          runAfter: this.clock.now(),
          attempts: SPLIT_ATTEMPTS - 1,
        });
      }
      return { kind: 'split', orders: ids.length, error } as const;
    });
  }

  /** A transient fault gives its attempt back; an unknown one keeps it, so that it ends in a split. */
  private async postpone(ctx: Context, workId: string, row: KnownRow, error: unknown): Promise<RunOutcome> {
    const delayMs = backOffMs(row.attempts);
    const attemptsBack = isTransient(error) ? 1 : 0;
    await this.database
      .statements(ctx)
      .execute(POSTPONE, [workId, messageOf(error), delayMs, attemptsBack])
      .catch(() => 0); // the row's own deadline brings it back
    return { kind: 'retry_later', delayMs, error };
  }
}

/** 50 ms doubled per attempt up to 5 s, each shortened by up to half at random so that neighbours spread. */
function backOffMs(attempts: number): number {
  const full = Math.min(5000, 50 * 2 ** Math.min(attempts, 10));
  return Math.round(full * (0.5 + Math.random() / 2));
}

function isFaultOfTheOrders(error: unknown): boolean {
  return error instanceof DomainError || isDataFault(error);
}

function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  if (isConnectionFault(error)) return true;
  return state !== undefined && (state.startsWith('40') || state === '55P03' || state.startsWith('57'));
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 500);
}
