import { Database } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { ProcessRepository } from '../persistence/process.repository';
import { DatabaseStats } from '../sampling/database-stats';
import { ProcessSampler } from '../sampling/process-sampler';
import { Ticker } from './ticker';

const INTERVAL_MS = 1000;

/** Says once a second how this process does; who is silent for some seconds is down. */
@Injectable()
export class ProcessReporter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ctx = systemContext('process-reporter');
  private readonly startedAt: Date;
  private readonly ticker: Ticker;

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(ProcessSampler) private readonly sampler: ProcessSampler,
    @Inject(ProcessRepository) private readonly processes: ProcessRepository,
    @Inject(DatabaseStats) private readonly stats: DatabaseStats,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Log) log: Log,
  ) {
    this.startedAt = clock.now();
    this.ticker = new Ticker(INTERVAL_MS, () => this.report(), {
      onFailing: (error) => log.warn('This process cannot report how it does; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    this.ticker.start();
  }

  /** In good order: nobody shall be told that this process is down. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker.stop();
    const leave = this.processes.leave(this.database.statements(this.ctx), this.options.process);
    await leave.catch(() => undefined); // PostgreSQL is away: the row ages out
  }

  /** Reports once. */
  async report(): Promise<void> {
    const samples = await this.sampler.read();
    const { process, instance } = this.options;
    const report = { process, instance, startedAt: this.startedAt, samples };
    const [sentMs, startedMs] = [this.clock.now().getTime(), performance.now()];
    const theirMs = await this.processes.report(this.database.statements(this.ctx), report);
    this.stats.answered(sentMs, this.clock.now().getTime(), performance.now() - startedMs, theirMs);
  }
}
