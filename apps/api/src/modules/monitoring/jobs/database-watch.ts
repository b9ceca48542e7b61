import { Database } from '#lib/database';
import { CLOCK, type Clock, systemContext, uuidv7 } from '#lib/kernel';
import { REDIS } from '#lib/redis';
import { Log } from '#lib/telemetry';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { DatabaseOutage } from '../domain/database-outage';
import { type Channel, tells } from '../domain/channel';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { ChannelRepository } from '../persistence/channel.repository';
import { ChannelSender } from '../sending/channel-sender';
import { messageOf } from '../sending/message-of';
import { Ticker } from './ticker';

const INTERVAL_MS = 1000;
const PING_MS = 2000;
/** Of all processes that see the same outage, the first tells. */
const CLAIM_KEY = 'monitoring:database-outage';
const CLAIM_MS = 60_000;

/**
 * Tells of the one fault that cannot be written into PostgreSQL: that it is away. Each process that stands by remembers the channels
 * and calls them itself; Redis lets one of them do it, and without Redis all do: twice is better than not at all.
 */
@Injectable()
export class DatabaseWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ctx = systemContext('database-watch');
  private readonly outage = new DatabaseOutage();
  private readonly ticker: Ticker;
  private channels: readonly Channel[] = [];

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(ChannelRepository) private readonly repository: ChannelRepository,
    @Inject(ChannelSender) private readonly sender: ChannelSender,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Log) private readonly log: Log,
  ) {
    this.ticker = new Ticker(INTERVAL_MS, () => this.look(), { onFailing: () => undefined });
  }

  onApplicationBootstrap(): void {
    if (this.options.evaluates) this.ticker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker.stop();
  }

  /** Asks PostgreSQL once, and tells when it has been away for seconds, or is back. */
  async look(): Promise<void> {
    const news = this.outage.look(await this.answers(), this.clock.now().getTime());
    if (news === undefined || !(await this.isMine(news))) return;
    const alert = this.outage.told(news, this.options.instance);
    const at = this.clock.now().toISOString();
    const notification = {
      id: uuidv7(),
      groupKey: 'alertname=database unreachable',
      kind: 'alert',
      alerts: [alert],
      at,
    } as const;
    const audience = this.channels.filter((channel) => tells(channel, alert.labels));
    await Promise.all(
      audience.map((channel) =>
        this.sender.send(channel, notification).catch((error: unknown) => {
          this.log.error('Nobody could be told that PostgreSQL is away', undefined, {
            channel: channel.name,
            reason: messageOf(error),
          });
        }),
      ),
    );
  }

  private async answers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), PING_MS);
    });
    const answered = await Promise.race([this.ask(), late]);
    clearTimeout(timer);
    return answered;
  }

  private async ask(): Promise<boolean> {
    try {
      const db = this.database.statements(this.ctx);
      this.channels = await this.repository.all(db);
      return true;
    } catch {
      return false;
    }
  }

  private async isMine(news: 'away' | 'back'): Promise<boolean> {
    try {
      return (await this.redis.set(`${CLAIM_KEY}:${news}`, this.options.process, 'PX', CLAIM_MS, 'NX')) === 'OK';
    } catch {
      return true;
    }
  }
}
