import { Metrics } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { Outcome } from './domain/claimed-message';

const SECONDS_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4];
const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;

/** What is under way, as somebody looked at it. */
export interface WebhookBacklog {
  readonly waitingStreams: number;
  readonly oldestDueS: number;
  readonly breakers: Readonly<Record<(typeof BREAKER_STATES)[number], number>>;
}

/** What webhooks tell of themselves. */
@Injectable()
export class NotificationMetrics {
  private readonly attempts;
  private readonly seconds;
  private readonly waiting;
  private readonly oldestDue;
  private readonly breakers;
  private readonly breakerOpen;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.attempts = metrics.counter({
      name: 'webhook_attempts_total',
      help: 'Attempts to deliver a webhook message, by what came of them',
      labels: { outcome: ['delivered', 'failed', 'retry', 'gone'] },
    });
    this.seconds = metrics.histogram({
      name: 'webhook_attempt_duration_seconds',
      help: 'One attempt, from the name to the answer',
      labels: { outcome: ['delivered', 'failed', 'retry', 'gone'] },
      buckets: SECONDS_BUCKETS,
    });
    this.waiting = metrics.gauge({
      name: 'webhook_waiting_streams',
      help: 'Orders, counted once for each endpoint, of which an active endpoint has still to be told; 100000 means so many or more',
      labels: {},
    });
    this.oldestDue = metrics.gauge({
      name: 'webhook_oldest_due_seconds',
      help: 'For how long the oldest due message of an active endpoint has been due; 0 without one',
      labels: {},
    });
    this.breakers = metrics.gauge({
      name: 'webhook_endpoints',
      help: 'Active endpoints by the state of their breaker',
      labels: { breaker: BREAKER_STATES },
    });
    this.breakerOpen = metrics.gauge({
      name: 'breaker_open',
      help: 'Receivers that are left alone, or tried with single calls, because they failed',
      labels: { name: ['webhooks'] },
    });
  }

  attempted({ verdict: { outcome }, durationMs }: Outcome): void {
    this.attempts.add({ outcome });
    this.seconds.observe({ outcome }, durationMs / 1000);
  }

  show(backlog: WebhookBacklog): void {
    this.waiting.set({}, backlog.waitingStreams);
    this.oldestDue.set({}, backlog.oldestDueS);
    this.breakerOpen.set({ name: 'webhooks' }, backlog.breakers.open + backlog.breakers.half_open);
    for (const breaker of BREAKER_STATES) this.breakers.set({ breaker }, backlog.breakers[breaker]);
  }

  /** Nobody knows any more. */
  forget(): void {
    for (const gauge of [this.waiting, this.oldestDue, this.breakers, this.breakerOpen]) gauge.clear();
  }
}
