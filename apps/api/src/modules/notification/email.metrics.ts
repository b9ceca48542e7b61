import { Metrics } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { EmailVerdict } from './domain/email-schedule';

const OUTCOMES = ['sent', 'failed', 'retry'] as const;
const SECONDS_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15];

/** What mails to recipients tell of themselves. */
@Injectable()
export class EmailMetrics {
  private readonly attempts;
  private readonly seconds;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.attempts = metrics.counter({
      name: 'email_attempts_total',
      help: 'Attempts to hand a mail for a recipient to the mail server, by what came of them',
      labels: { outcome: OUTCOMES },
    });
    this.seconds = metrics.histogram({
      name: 'email_attempt_duration_seconds',
      help: 'One attempt, from the connection to the answer',
      labels: { outcome: OUTCOMES },
      buckets: SECONDS_BUCKETS,
    });
  }

  attempted({ outcome }: EmailVerdict, durationMs: number): void {
    this.attempts.add({ outcome });
    this.seconds.observe({ outcome }, durationMs / 1000);
  }
}
