import { Database } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { NotificationMetrics } from '../notification.metrics';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from '../notification.options';
import { measureBacklog } from '../persistence/backlog.repository';

const INTERVAL_MS = 3000;
/** Between two looks so many times as long as a look took: a twentieth of one connection at most. */
const REST_FACTOR = 19;

/** Shows on /metrics what waits to be told, where the process turns events into messages. */
@Injectable()
export class BacklogGauges implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('webhook-gauges');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(NOTIFICATION_OPTIONS) private readonly options: NotificationOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(NotificationMetrics) private readonly metrics: NotificationMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Log) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.tells) this.tick();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private tick(): void {
    const startedMs = performance.now();
    this.running = this.refresh()
      .catch((error: unknown) => {
        this.metrics.forget();
        this.log.warn('The webhook messages that wait could not be counted; tries again', { error });
      })
      .then(() => {
        const pauseMs = Math.max(INTERVAL_MS, REST_FACTOR * (performance.now() - startedMs));
        if (!this.stopped) this.timer = setTimeout(() => this.tick(), pauseMs);
      });
  }

  private async refresh(): Promise<void> {
    const seen = await measureBacklog(this.database.statements(this.ctx), this.clock.now());
    if (seen === undefined) return;
    const { waiting, oldest_due_s: oldestDueS, closed, open, half_open } = seen;
    this.metrics.show({ waitingStreams: waiting, oldestDueS, breakers: { closed, open, half_open } });
  }
}
