import { countParked, Database, measureWork } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Log, PipelineMetrics } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RUNS_RELAY } from './relay.service';
import { STAGES } from './stage.jobs';

const INTERVAL_MS = 5000;
/** Between two looks so many times as long as a look took: however deep the backlog, a twentieth of one connection. */
const REST_FACTOR = 19;
/** Of one reason, no more are counted. */
const PARKED_LIMIT = 100_000;

/** Shows on /metrics what is under way and what waits, where the process has the role of the relay. */
@Injectable()
export class WorkGauges implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('work-gauges');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(RUNS_RELAY) private readonly isActive: boolean,
    @Inject(Database) private readonly database: Database,
    @Inject(PipelineMetrics) private readonly metrics: PipelineMetrics,
    @Inject(Log) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.isActive) this.tick();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Looks once. */
  async refresh(): Promise<void> {
    const db = this.database.statements(this.ctx);
    const work = await measureWork(db, STAGES);
    const parked = await countParked(db, PARKED_LIMIT);
    for (const { stage, ...seen } of work) {
      this.metrics.workRows.set({ stage, state: 'due' }, seen.dueRows);
      this.metrics.workRows.set({ stage, state: 'delayed' }, seen.delayedRows);
      this.metrics.workOrders.set({ stage, state: 'due' }, seen.dueOrders);
      this.metrics.workOrders.set({ stage, state: 'delayed' }, seen.delayedOrders);
      this.metrics.workOldestDueSeconds.set({ stage }, seen.oldestDueS);
    }
    for (const { reason, orders } of parked) this.metrics.parkedOrders.set({ reason }, orders);
  }

  /** What was seen before a look that failed is no longer true: nothing is shown until the next one. */
  private tick(): void {
    const startedMs = performance.now();
    this.running = this.refresh()
      .catch((error: unknown) => {
        this.metrics.forgetWork();
        this.log.warn('The work in flight could not be counted; tries again', { error });
      })
      .then(() => {
        const pauseMs = Math.max(INTERVAL_MS, REST_FACTOR * (performance.now() - startedMs));
        if (!this.stopped) this.timer = setTimeout(() => this.tick(), pauseMs);
      });
  }
}
