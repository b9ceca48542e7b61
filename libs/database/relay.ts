import { PollLoop, type Context } from '#lib/kernel';
import type { Database } from './database';
import { statement } from './statement';
import { onWork, unmark, type Stage } from './work';

/** A work row on its way to a queue. The epoch makes each dispatch a job of its own: a known job id is never added again. */
export interface DispatchedWork {
  readonly workId: string;
  readonly stage: Stage;
  readonly epoch: number;
}

/** What the relay needs of the queues. Every call fails fast when Redis is away. */
export interface WorkQueues {
  /** Jobs waiting or running per stage, in the order of `stages`. */
  depths(stages: readonly Stage[]): Promise<number[]>;
  add(work: readonly DispatchedWork[]): Promise<void>;
  /** True when Redis was emptied since the last call: whatever was dispatched before is gone. */
  wasEmptied(): Promise<boolean>;
}

export interface RelayOptions {
  readonly stages: readonly Stage[];
  /** Jobs of one stage that may run at the same time in the whole fleet; four times as many may be dispatched. */
  concurrency(stage: Stage): number;
  pollMs(): number;
  /** After this a row that is still there is dispatched again. */
  redispatchAfterMs(): number;
  onError(error: unknown): void;
  onDispatched?(work: readonly DispatchedWork[]): void;
}

const DISPATCHED_PER_CONCURRENCY = 4;

const MARK = statement(
  'database.mark-work',
  `update work set epoch = work.epoch + 1, attempts = work.attempts + 1,
     dispatched_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
   from (
     select due.id from unnest($1::text[], $2::int[]) as room(stage, free)
     cross join lateral (
       select id from work
       where work.stage = room.stage and run_after <= clock_timestamp()
         and not exists (select from stage_pauses where stage_pauses.stage = room.stage)
         and (dispatched_until is null or dispatched_until < clock_timestamp())
       order by run_after limit room.free for update skip locked
     ) as due
   ) as chosen
   where work.id = chosen.id
   returning work.id, work.stage, work.epoch`,
);

/**
 * Moves due work rows to their queues. The mark commits first and the jobs are added after it: a job that ran before
 * the mark's commit would find its row locked and end without having done anything.
 *
 * Work of a stage that is paused stays where it is (see `pauseStage`).
 *
 * ```
 * due ──mark (epoch + 1, dispatched_until)──► dispatched ──job's transaction deletes the row──► done
 *  ▲                                              │
 *  └── deadline passed, Redis emptied, add failed ┘
 * ```
 */
export class Relay {
  private readonly loop: PollLoop;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly database: Database,
    private readonly queues: WorkQueues,
    private readonly options: RelayOptions,
  ) {
    this.loop = new PollLoop({
      turn: async () => {
        await this.tick();
        return false; // what is left has no room in its queue, or a commit that wakes us
      },
      pollMs: () => options.pollMs(),
      onError: (error) => options.onError(error),
    });
  }

  start(): void {
    this.stopListening = onWork(() => this.wake());
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopListening?.();
    await this.loop.stop();
  }

  /** Dispatches once; returns how many rows were sent. Exposed for tests; `start` calls it by itself. */
  async tick(): Promise<number> {
    if (await this.queues.wasEmptied()) await unmark(this.database.statements(this.ctx), null);
    const { stages } = this.options;
    const depths = await this.queues.depths(stages);
    const free = stages.map((stage, index) =>
      Math.max(0, this.options.concurrency(stage) * DISPATCHED_PER_CONCURRENCY - (depths[index] ?? 0)),
    );
    const rows = await this.database
      .statements(this.ctx)
      .query<{ id: string; stage: Stage; epoch: number }>(MARK, [stages, free, this.options.redispatchAfterMs()]);
    if (rows.length === 0) return 0;
    const work = rows.map((row) => ({ workId: row.id, stage: row.stage, epoch: row.epoch }));
    try {
      await this.queues.add(work);
    } catch (error) {
      await unmark(
        this.database.statements(this.ctx),
        rows.map((row) => row.id),
      );
      throw error;
    }
    this.options.onDispatched?.(work);
    return rows.length;
  }

  /** Looks at once instead of at the next poll. */
  wake(): void {
    this.loop.wake();
  }
}
