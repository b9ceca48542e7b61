import { CanaryWatch, type CanaryVerdict } from './canary';
import type { Queues } from './queues';

/** What became of a canary, or what was done about one. */
export type CanaryOutcome = 'taken' | 'late' | 'starved';

export interface WatchdogOptions {
  readonly workerName: string;
  /** Counts; for `late` and `starved` the consumers have been created anew. */
  readonly onCanary: (this: void, queue: string, outcome: CanaryOutcome) => void;
  readonly nowMs: () => number;
}

const INTERVAL_MS = 500;

/**
 * Proves every few seconds that this process's consumers consume, by sending messages through the queues themselves: a
 * connection that answers pings, or seems to wait for a job, may deliver none. Consumers that fail the proof are replaced.
 */
export class QueueWatchdog {
  private readonly watches = new Map<string, CanaryWatch>();
  private readonly verdicts = new Map<string, CanaryVerdict>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly queues: Queues,
    private readonly options: WatchdogOptions,
  ) {
    queues.onTaken((queue) => this.watches.get(queue)?.took(options.nowMs()));
  }

  start(): void {
    for (const queue of this.queues.consumed()) {
      this.watches.set(queue, new CanaryWatch(this.options.workerName, this.options.nowMs()));
    }
    if (this.watches.size > 0) this.schedule();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** The queues whose last proof failed, until the next one succeeds. */
  suspects(): readonly string[] {
    return [...this.verdicts].filter(([, verdict]) => verdict !== 'fine').map(([queue]) => queue);
  }

  /** Looks once after every queue. */
  async look(): Promise<void> {
    const verdicts = await Promise.all([...this.watches].map(([queue, watch]) => this.lookAfter(queue, watch)));
    if (verdicts.some((verdict) => verdict !== 'fine')) this.queues.recreateConsumers();
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.running = this.look().then(() => {
        if (this.timer !== undefined) this.schedule();
      });
    }, INTERVAL_MS);
  }

  private async lookAfter(queue: string, watch: CanaryWatch): Promise<CanaryVerdict> {
    const { nowMs, onCanary } = this.options;
    try {
      const out = watch.outstanding;
      if (out !== undefined && !(await this.queues.knows(queue, out))) {
        watch.gone(out);
        this.verdicts.set(queue, 'fine');
        onCanary(queue, 'taken');
      }
      const due = watch.due(nowMs());
      if (due !== undefined) {
        await this.queues.addCanary(queue, due);
        watch.sent(due, nowMs());
      }
      const verdict = watch.judge(nowMs());
      if (verdict === 'fine') return verdict;
      if ((await this.queues.counts(queue)).paused) return 'fine';
      this.verdicts.set(queue, verdict);
      onCanary(queue, verdict);
      return verdict;
    } catch {
      watch.excuse(nowMs()); // Redis is away, as the queues have reported
      return 'fine';
    }
  }
}
