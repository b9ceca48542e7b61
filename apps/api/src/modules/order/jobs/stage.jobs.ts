import type { Stage } from '#lib/database';
import { defineJob, type JobDefinition } from '#lib/queue';
import type { SettingsSnapshot } from '#lib/settings';

/** A hint that a work row may be waiting; the row itself holds the orders. */
export interface StageJobData {
  readonly workId: string;
  readonly epoch: number;
}

/** Until the settings are applied, which happens before the workers start. */
const INITIAL_CONCURRENCY = 1;

function stageJob(stage: Stage, name: string): JobDefinition<StageJobData> {
  return defineJob<StageJobData>({ queue: stage, name, concurrency: INITIAL_CONCURRENCY });
}

/** The one job of each stage. */
export const STAGE_JOBS: Readonly<Record<Stage, JobDefinition<StageJobData>>> = {
  payment: stageJob('payment', 'authorize-payments'),
  fulfilment: stageJob('fulfilment', 'fulfil-orders'),
  dispatch: stageJob('dispatch', 'dispatch-orders'),
  expiry: stageJob('expiry', 'expire-orders'),
};

export const STAGES: readonly Stage[] = ['payment', 'fulfilment', 'dispatch', 'expiry'];

/** Batches of a stage that one process runs at once: one waits for PostgreSQL while the other is decided. */
export function concurrencyOf(stage: Stage, { pipeline }: SettingsSnapshot): number {
  switch (stage) {
    case 'payment':
      return pipeline.paymentConcurrency;
    case 'fulfilment':
      return pipeline.fulfilmentConcurrency;
    case 'dispatch':
      return pipeline.dispatchConcurrency;
    case 'expiry':
      return pipeline.expiryConcurrency;
  }
}
