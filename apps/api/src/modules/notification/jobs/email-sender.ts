import { setTimeout as pause } from 'node:timers/promises';
import { isConnectionFault } from '#lib/database';
import { PollLoop, systemContext } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EMAIL_ATTEMPT_MS, EmailTransport } from '../email-transport';
import { EmailMetrics } from '../email.metrics';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from '../notification.options';
import { ClaimEmails, EMAIL_LEASE_S } from '../use-cases/claim-emails';
import { SendEmail, type WrittenEmail } from '../use-cases/send-email';

/** An attempt and the note of it; a lease with less left is not begun on. */
const NEEDED_MS = EMAIL_ATTEMPT_MS + 10_000;
const [NOTE_TRIES, NOTE_AGAIN_MS] = [40, 250];

/** Claims due mails and sends them side by side, while mails are on. */
@Injectable()
export class EmailSender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('email-sender');
  private readonly loop: PollLoop;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    @Inject(NOTIFICATION_OPTIONS) private readonly options: NotificationOptions,
    @Inject(ClaimEmails) private readonly claiming: ClaimEmails,
    @Inject(SendEmail) private readonly sending: SendEmail,
    @Inject(EmailTransport) private readonly transport: EmailTransport,
    @Inject(EmailMetrics) private readonly metrics: EmailMetrics,
    @Inject(Settings) settings: Settings,
    @Inject(Log) private readonly log: Log,
  ) {
    this.loop = new PollLoop({
      turn: () => this.turn(),
      pollMs: () => settings.current().email.pollMs,
      onError: (error) => log.warn('Mails could not be claimed; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (this.options.sends) this.loop.wake();
  }

  /** What is under way ends within its own timeout. */
  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.underWay);
  }

  private async turn(): Promise<boolean> {
    if (!this.transport.isOn) return false;
    const claimedAtMs = performance.now();
    const claimed = await this.claiming.execute(this.ctx);
    if (claimed.length === 0) return false;
    for (const email of await this.sending.write(this.ctx, claimed)) this.launch(email, claimedAtMs);
    return true;
  }

  private launch(email: WrittenEmail, claimedAtMs: number): void {
    const sent = this.send(email, claimedAtMs).then(() => {
      this.underWay.delete(sent);
      this.loop.wake();
    });
    this.underWay.add(sent);
  }

  /** Never rejects. A process that was paused must not send what another one may have sent meanwhile. */
  private async send(email: WrittenEmail, claimedAtMs: number): Promise<void> {
    if (performance.now() + NEEDED_MS > claimedAtMs + EMAIL_LEASE_S * 1000) return;
    try {
      const startedMs = performance.now();
      const { attempt, verdict } = await this.sending.attempt(email, Math.random());
      this.metrics.attempted(verdict, performance.now() - startedMs);
      await this.noted(() => this.sending.note(this.ctx, email.claimed, attempt, verdict));
    } catch (error) {
      const about = { email_message_id: email.claimed.id, order_id: email.claimed.orderId, error };
      this.log.warn('What came of a mail could not be stored; it is sent again', about);
    }
  }

  /** A database that is away for a moment is no reason to write to somebody twice. */
  private async noted(note: () => Promise<boolean>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await note();
        return;
      } catch (error) {
        if (attempt === NOTE_TRIES || !isConnectionFault(error)) throw error;
        await pause(NOTE_AGAIN_MS);
      }
    }
  }
}
