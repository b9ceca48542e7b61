import { PollLoop, systemContext } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EmailTransport } from '../email-transport';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from '../notification.options';
import { TellRecipients } from '../use-cases/tell-recipients';

/** Keeps reading the event feed for mails while these are on. In the whole fleet one process does it at a time. */
@Injectable()
export class EmailTeller implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('email-teller');
  private readonly loop: PollLoop;
  /** Unknown at the start: another installation may have left the cursor where it was. */
  private wasOff = false;

  constructor(
    @Inject(NOTIFICATION_OPTIONS) private readonly options: NotificationOptions,
    @Inject(TellRecipients) private readonly tellRecipients: TellRecipients,
    @Inject(EmailTransport) private readonly transport: EmailTransport,
    @Inject(Settings) settings: Settings,
    @Inject(Log) log: Log,
  ) {
    this.loop = new PollLoop({
      turn: () => this.turn(),
      pollMs: () => settings.current().email.pollMs,
      onError: (error) => log.warn('Events could not be turned into mails; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (this.options.tells) this.loop.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<boolean> {
    if (this.transport.isOn) {
      this.wasOff = false;
      return (await this.tellRecipients.execute(this.ctx)) > 0;
    }
    if (!this.wasOff) await this.tellRecipients.leave(this.ctx);
    this.wasOff = true;
    return false;
  }
}
