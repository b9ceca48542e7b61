import { PollLoop, systemContext } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from '../notification.options';
import { TellMerchants } from '../use-cases/tell-merchants';
import { WakeUp } from './wake-up';

/** Keeps reading the event feed. In the whole fleet one process does it at a time: whoever holds the cursor's row. */
@Injectable()
export class FeedTeller implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: PollLoop;

  constructor(
    @Inject(NOTIFICATION_OPTIONS) private readonly options: NotificationOptions,
    @Inject(TellMerchants) tellMerchants: TellMerchants,
    @Inject(WakeUp) wakeUp: WakeUp,
    @Inject(Settings) settings: Settings,
    @Inject(Log) log: Log,
  ) {
    const ctx = systemContext('webhook-teller');
    this.loop = new PollLoop({
      turn: async () => {
        const rows = await tellMerchants.execute(ctx);
        if (rows > 0) wakeUp.messagesWritten();
        return rows > 0;
      },
      pollMs: () => settings.current().webhooks.pollMs,
      onError: (error) => log.warn('Events could not be turned into webhook messages; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (this.options.tells) this.loop.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
