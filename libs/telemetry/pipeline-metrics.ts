import type { Log } from './log';
import { BATCH_BUCKETS, SECONDS_BUCKETS, type Metrics } from './metrics';

/** The stages as metrics name them; an unknown one is counted as `other`. */
const STAGES = { atMost: 16 };
/** Why orders wait. */
const REASONS = { atMost: 16 };

/** What intake and the stages tell of themselves. */
export class PipelineMetrics {
  /** Orders that left a stage, by how. */
  readonly stageOrders;
  /** Attempts of a stage's batch: success, error and timeout are apart, since they call for different cures. */
  readonly stageSeconds;
  /** Attempts that came to nothing, for whoever wants to know how often without reading a histogram. */
  readonly stageFailures;
  readonly stageBatch;
  readonly intakeOrders;
  readonly intakeBatch;
  readonly intakeCommitSeconds;
  /** What is under way; set by whoever looks at the work rows, every few seconds. */
  readonly workRows;
  readonly workOrders;
  readonly workOldestDueSeconds;
  readonly parkedOrders;

  constructor(metrics: Metrics) {
    const stage = { stage: STAGES };
    this.stageOrders = metrics.counter({
      name: 'stage_orders_total',
      help: 'Orders that a stage moved on, parked or failed',
      labels: { ...stage, outcome: ['moved', 'parked', 'failed'] },
    });
    this.stageSeconds = metrics.histogram({
      name: 'stage_batch_duration_seconds',
      help: 'One attempt of a batch of a stage',
      labels: { ...stage, outcome: ['success', 'error', 'timeout'] },
      buckets: SECONDS_BUCKETS,
    });
    this.stageFailures = metrics.counter({
      name: 'stage_failures_total',
      help: 'Attempts of a batch of a stage that came to nothing',
      labels: { ...stage, outcome: ['error', 'timeout'] },
    });
    this.stageBatch = metrics.histogram({
      name: 'stage_batch_orders',
      help: 'Orders in a batch of a stage',
      labels: stage,
      buckets: BATCH_BUCKETS,
    });
    this.intakeOrders = metrics.counter({
      name: 'intake_orders_total',
      help: 'Orders that came in, by what became of them',
      labels: { outcome: ['created', 'replayed', 'refused', 'shed', 'failed'] },
    });
    this.intakeBatch = metrics.histogram({
      name: 'intake_batch_orders',
      help: 'Orders in one group commit',
      labels: {},
      buckets: BATCH_BUCKETS,
    });
    this.intakeCommitSeconds = metrics.histogram({
      name: 'intake_commit_duration_seconds',
      help: 'One group commit, from its statement to its answer',
      labels: {},
      buckets: SECONDS_BUCKETS,
    });
    const work = { ...stage, state: ['due', 'delayed'] } as const;
    this.workRows = metrics.gauge({
      name: 'work_rows',
      help: 'Batches of orders that a stage has to do',
      labels: work,
    });
    this.workOrders = metrics.gauge({ name: 'work_orders', help: 'Orders in those batches', labels: work });
    this.workOldestDueSeconds = metrics.gauge({
      name: 'work_oldest_due_seconds',
      help: 'For how long the oldest due batch of a stage has been due; 0 without one',
      labels: stage,
    });
    this.parkedOrders = metrics.gauge({
      name: 'parked_orders',
      help: 'Orders that wait for something, by what; 100000 means so many or more',
      labels: { reason: REASONS },
    });
  }

  /** Takes back what was said of the work in flight: nobody knows any more. */
  forgetWork(): void {
    for (const gauge of [this.workRows, this.workOrders, this.workOldestDueSeconds, this.parkedOrders]) gauge.clear();
  }
}

/** What the locks in Redis go through, for `libs/redis` to call; `name` is the kind of lock. */
export function lockMetrics(
  metrics: Metrics,
): Record<'acquired' | 'contended' | 'renewed' | 'lost' | 'unavailable', (this: void, name: string) => void> {
  const results = ['acquired', 'contended', 'renewed', 'lost', 'unavailable'] as const;
  const locks = metrics.counter({
    name: 'redis_locks_total',
    help: 'Attempts and events of locks in Redis',
    labels: { lock: { atMost: 20 }, result: results },
  });
  return {
    acquired: (lock) => locks.add({ lock, result: 'acquired' }),
    contended: (lock) => locks.add({ lock, result: 'contended' }),
    renewed: (lock) => locks.add({ lock, result: 'renewed' }),
    lost: (lock) => locks.add({ lock, result: 'lost' }),
    unavailable: (lock) => locks.add({ lock, result: 'unavailable' }),
  };
}

/** What came of the canaries that prove each queue's consumers, for `libs/queue` to call. */
export function canaryMetrics(
  metrics: Metrics,
  log: Log,
): (this: void, queue: string, outcome: 'taken' | 'late' | 'starved') => void {
  const canaries = metrics.counter({
    name: 'queue_canaries_total',
    help: 'Canaries by what came of them; after a late or starved one the consumers were created anew',
    labels: { queue: { atMost: 16 }, outcome: ['taken', 'late', 'starved'] },
  });
  return (queue, outcome) => {
    canaries.add({ queue, outcome });
    if (outcome !== 'taken')
      log.error('A queue gives us no work; its consumers are created anew', undefined, { queue, outcome });
  };
}
