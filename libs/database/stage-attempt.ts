import type { Stage } from './work';

/** A work row that an attempt took, its own or one that kept it company. */
export interface AttemptedRow {
  readonly orderIds: readonly string[];
  /** Since when it was due: an order that is slow has mostly waited. */
  readonly dueAt: Date;
}

/** One attempt of a stage's batch, as it ended. */
export interface StageAttempt {
  readonly stage: Stage;
  readonly workId: string;
  /** Of this row, this one among them. */
  readonly attempts: number;
  readonly rows: readonly AttemptedRow[];
  /** Unix milliseconds. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Undefined where it committed. */
  readonly error: unknown;
}
