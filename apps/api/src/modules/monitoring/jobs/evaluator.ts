import { Database } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { LeaseRepository } from '../persistence/lease.repository';
import { EvaluateFleet } from '../use-cases/evaluate-fleet';
import { KeepHouse } from '../use-cases/keep-house';
import { RemediateFiring } from '../use-cases/remediate-firing';
import { Ticker } from './ticker';

/** Less than half of what the lease lasts, so that one late tick does not lose it; a dead holder is followed within three seconds. */
const INTERVAL_MS = 750;

/** Who acts when a rule asks: what the audit rows name. */
const REMEDIATION = systemContext('remediation');

/** Evaluates the fleet where this process holds the lease, and stands by where another does. */
@Injectable()
export class Evaluator implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ctx = systemContext('monitoring');
  private readonly lessee: Ticker;
  private readonly ticker: Ticker;
  private isHolder = false;
  private house: Promise<void> | undefined;
  private healing: Promise<void> | undefined;

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(LeaseRepository) private readonly lease: LeaseRepository,
    @Inject(EvaluateFleet) private readonly evaluateFleet: EvaluateFleet,
    @Inject(KeepHouse) private readonly keepHouse: KeepHouse,
    @Inject(RemediateFiring) private readonly remediate: RemediateFiring,
    @Inject(Log) private readonly log: Log,
  ) {
    this.lessee = new Ticker(INTERVAL_MS, () => this.hold(), { onFailing: () => undefined });
    this.ticker = new Ticker(INTERVAL_MS, () => this.tick(), {
      onFailing: (error) => log.warn('The fleet could not be evaluated; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (!this.options.evaluates) return;
    this.lessee.start();
    this.ticker.start();
  }

  /** The next process need not wait for the lease to run out. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.ticker.stop(), this.lessee.stop()]);
    await Promise.all([this.house, this.healing]);
    const { process, evaluates } = this.options;
    if (!evaluates) return;
    await this.lease.giveUp(this.database.statements(this.ctx), process).catch(() => undefined); // it runs out by itself
  }

  /** Beside the evaluation: where PostgreSQL is slow a look takes longer than the lease, and two would take turns and finish none. */
  private async hold(): Promise<void> {
    this.isHolder = await this.lease.hold(this.database.statements(this.ctx), this.options.process).catch(() => false); // the evaluation says so
  }

  private async tick(): Promise<void> {
    if (!this.isHolder) {
      this.evaluateFleet.forget();
      return;
    }
    // Beside the evaluation: looking whether everything adds up may take longer than a tick.
    this.house ??= this.keepHouse
      .execute(this.ctx)
      .catch((error: unknown) => this.log.warn('Monitoring could not keep house; tries again', { error }))
      .finally(() => (this.house = undefined));
    await this.evaluateFleet.execute(this.ctx);
    this.healing ??= this.remediate
      .execute(REMEDIATION, this.evaluateFleet.alerts())
      .catch((error: unknown) => this.log.warn('What alerts ask for could not be done; tries again', { error }))
      .finally(() => (this.healing = undefined));
  }
}
