import { systemContext } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { SendNotifications } from '../use-cases/send-notifications';
import { Ticker } from './ticker';

const INTERVAL_MS = 500;

/** Sends what is due from the outbox, beside the evaluation: a slow gateway keeps nobody from looking. */
@Injectable()
export class Notifier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ctx = systemContext('notifier');
  private readonly ticker: Ticker;

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(SendNotifications) private readonly sendNotifications: SendNotifications,
    @Inject(Log) log: Log,
  ) {
    this.ticker = new Ticker(INTERVAL_MS, () => this.sendNotifications.execute(this.ctx), {
      onFailing: (error) => log.warn('Notifications could not be sent; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (this.options.evaluates) this.ticker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker.stop();
  }
}
