import type { Context } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { ClaimedMessage } from '../domain/claimed-message';
import { NotificationMetrics } from '../notification.metrics';
import { SendMessage } from '../use-cases/send-message';
import { OutcomeRecorder } from './outcome-recorder';

/** What an attempt and the note of it may take; a lease with less left is not begun on. */
const ATTEMPT_MS = 4000;

/** One attempt: sends the message and has its outcome stored. */
@Injectable()
export class MessageDelivery {
  constructor(
    @Inject(SendMessage) private readonly sendMessage: SendMessage,
    @Inject(OutcomeRecorder) private readonly recorder: OutcomeRecorder,
    @Inject(NotificationMetrics) private readonly metrics: NotificationMetrics,
    @Inject(Log) private readonly log: Log,
  ) {}

  /**
   * Never rejects. `leaseEndsMs`: of `performance.now()`. A process that was paused must not send what another one may have sent
   * meanwhile, with later messages behind it: it leaves the message to its lease.
   */
  async run(ctx: Context, message: ClaimedMessage, leaseEndsMs: number): Promise<void> {
    if (performance.now() + ATTEMPT_MS > leaseEndsMs) return;
    try {
      const outcome = await this.sendMessage.execute(ctx, message, Math.random());
      this.metrics.attempted(outcome);
      await this.recorder.submit(outcome);
    } catch (error) {
      const about = { endpoint_id: message.endpointId, message_id: message.messageId, error };
      this.log.warn('The outcome of a webhook message could not be stored; it is sent again', about);
    }
  }
}
