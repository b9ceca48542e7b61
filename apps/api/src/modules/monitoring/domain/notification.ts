import type { Labels } from '#lib/alerting';
import type { Incident } from './incident';

/** One alert as it is told. */
export interface ToldAlert {
  readonly key: string;
  readonly rule: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly summary: string;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string | null;
}

/** One message to one channel about the alerts of one group. */
export interface Notification {
  readonly id: string;
  readonly groupKey: string;
  readonly kind: 'alert' | 'test' | 'ticket_open' | 'ticket_close';
  readonly alerts: readonly ToldAlert[];
  /** Of a ticket, as it stands when it is sent. */
  readonly incident?: Incident | undefined;
  /** RFC 3339. */
  readonly at: string;
}

/** Whether anything of it is still wrong. */
export function isFiring({ alerts }: Notification): boolean {
  return alerts.some(({ status }) => status === 'firing');
}

/** One line for a headline, such as `[FIRING 2] stage age`. */
export function titleOf(notification: Notification): string {
  if (notification.kind === 'test') return '[TEST] Linehaul alerts';
  const firing = notification.alerts.filter(({ status }) => status === 'firing').length;
  const rules = [...new Set(notification.alerts.map(({ rule }) => rule))].join(', ');
  return `[${firing > 0 ? `FIRING ${firing}` : 'RESOLVED'}] ${rules}`;
}

const LINES_LIMIT = 20;

/** One line per alert, at most twenty: gateways cut what is longer. */
export function linesOf({ alerts, kind }: Notification): string[] {
  if (kind === 'test') return ['This is a test. Nothing is wrong.'];
  const lines = alerts
    .slice(0, LINES_LIMIT)
    .map(({ status, labels, summary }) => `${status === 'firing' ? (labels['severity'] ?? '') : 'over'}: ${summary}`);
  return alerts.length > LINES_LIMIT ? [...lines, `and ${alerts.length - LINES_LIMIT} more`] : lines;
}
