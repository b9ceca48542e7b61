import type { Stage } from '#lib/database';
import { defineJob, type JobDefinition } from '#lib/queue';

/** A hint that a work row may be waiting; the row itself holds the orders. */
export interface StageJobData {
  readonly workId: string;
  readonly epoch: number;
}

/** Two batches of a stage at once: one waits for PostgreSQL while the other is decided. */
const CONCURRENCY = 2;

function stageJob(stage: Stage, name: string): JobDefinition<StageJobData> {
  return defineJob<StageJobData>({ queue: stage, name, concurrency: CONCURRENCY });
}

/** The one job of each stage. */
export const STAGE_JOBS: Readonly<Record<Stage, JobDefinition<StageJobData>>> = {
  payment: stageJob('payment', 'authorize-payments'),
  fulfilment: stageJob('fulfilment', 'fulfil-orders'),
  dispatch: stageJob('dispatch', 'dispatch-orders'),
  expiry: stageJob('expiry', 'expire-orders'),
};

export const STAGES: readonly Stage[] = ['payment', 'fulfilment', 'dispatch', 'expiry'];
