import { statement } from './statement';
import type { Queryable, Tx } from './tx';
import { announceWork, type Stage } from './work';

/** A stage that stands still on purpose. */
export interface StagePause {
  readonly stage: Stage;
  readonly pausedAt: Date;
  readonly pausedBy: string;
  readonly reason: string;
  /** By PostgreSQL's clock. */
  readonly pausedS: number;
}

const PAUSE = statement(
  'database.pause-stage',
  `insert into stage_pauses (stage, paused_by, reason) values ($1, $2, $3) on conflict (stage) do nothing`,
);

/**
 * Lets a stage stand still: from the commit on no relay sends work of it and no job claims any, in every process, because both
 * statements look here. Batches that were claimed before end as usual, within their deadline. Orders are taken as ever and wait.
 */
export function pauseStage(tx: Tx, stage: Stage, by: string, reason: string): void {
  tx.send(PAUSE, [stage, by, reason]);
}

const RESUME = statement('database.resume-stage', `delete from stage_pauses where stage = $1`);

/** Jobs that found the stage paused have ended, and their rows are still marked: nobody has tried those. */
const UNMARK_STAGE = statement(
  'database.unmark-stage',
  `update work set dispatched_until = null, attempts = greatest(attempts - 1, 0)
   where id in (select id from work where stage = $1 and dispatched_until is not null for update skip locked)`,
);

/** Lets the stage go on: what waits is due at once. */
export function resumeStage(tx: Tx, stage: Stage): void {
  tx.send(RESUME, [stage]);
  tx.send(UNMARK_STAGE, [stage]);
  tx.afterCommit(() => announceWork(stage));
}

const READ = statement(
  'database.stage-pauses',
  `select stage, paused_at as "pausedAt", paused_by as "pausedBy", reason,
     extract(epoch from clock_timestamp() - paused_at)::float8 as "pausedS"
   from stage_pauses order by stage`,
);

export function readStagePauses(db: Queryable): Promise<StagePause[]> {
  return db.query<StagePause>(READ);
}
