import { PollLoop, systemContext } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ClaimedMessage } from '../domain/claimed-message';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from '../notification.options';
import { ClaimDue, FIRST_ENDPOINT } from '../use-cases/claim-due';
import { MessageDelivery } from './message-delivery';
import { WakeUp } from './wake-up';

/** Walks in a row that may find nothing before the next poll. */
const EMPTY_WALKS = 4;

/** Claims due messages as long as it has free places, and sends them. */
@Injectable()
export class MessageSender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('webhook-sender');
  private readonly loop: PollLoop;
  private readonly underWay = new Set<Promise<void>>();
  private troubled = 0;
  private after = FIRST_ENDPOINT;
  private emptyWalks = 0;

  constructor(
    @Inject(NOTIFICATION_OPTIONS) private readonly options: NotificationOptions,
    @Inject(ClaimDue) private readonly claimDue: ClaimDue,
    @Inject(MessageDelivery) private readonly delivery: MessageDelivery,
    @Inject(WakeUp) private readonly wakeUp: WakeUp,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(Log) log: Log,
  ) {
    this.loop = new PollLoop({
      turn: () => this.turn(),
      pollMs: () => settings.current().webhooks.pollMs,
      onError: (error) => log.warn('Webhook messages could not be claimed; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (!this.options.sends) return;
    this.wakeUp.on(() => this.loop.wake());
    this.loop.wake();
  }

  /** What is under way ends within its own timeout. */
  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.underWay);
  }

  private async turn(): Promise<boolean> {
    const { concurrency, leaseS } = this.settings.current().webhooks;
    if (this.underWay.size >= concurrency) return false;
    const claimedAtMs = performance.now();
    const { claimed, after } = await this.claimDue.execute(this.ctx, {
      after: this.after,
      underWay: this.underWay.size,
      troubled: this.troubled,
      random: Math.random(),
    });
    this.after = after;
    for (const message of claimed) this.launch(message, claimedAtMs + leaseS * 1000);
    this.emptyWalks = claimed.length > 0 ? 0 : this.emptyWalks + 1;
    const goesOn = claimed.length > 0 || (after !== FIRST_ENDPOINT && this.emptyWalks < EMPTY_WALKS);
    if (!goesOn) this.emptyWalks = 0;
    return goesOn;
  }

  private launch(message: ClaimedMessage, leaseEndsMs: number): void {
    if (message.isTroubled) this.troubled += 1;
    const sent = this.delivery.run(this.ctx, message, leaseEndsMs).then(() => {
      if (message.isTroubled) this.troubled -= 1;
      this.underWay.delete(sent);
      this.loop.wake();
    });
    this.underWay.add(sent);
  }
}
