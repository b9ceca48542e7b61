import { SEVERITIES, type Labels, type Severity } from '#lib/alerting';
import type { Topic } from './alert-rules';

export const CHANNEL_KINDS = [
  'wecom',
  'dingtalk',
  'slack',
  'sms',
  'phone',
  'webhook',
  'smtp',
  'alertmanager',
  'ticket',
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Where a channel leads: `url`, which for robots holds their key, and for some kinds whom to call or to write to. */
export interface ChannelTarget {
  readonly url: string;
  /** Telephone numbers (E.164) or mail addresses. */
  readonly to?: readonly string[];
  /** The sender of mails. */
  readonly from?: string;
}

/** A way to reach people. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly target: ChannelTarget;
  /** Signs or authenticates, by kind; never shown. */
  readonly secret: string | null;
  readonly topics: readonly Topic[];
  readonly leastSeverity: Severity;
  readonly active: boolean;
  readonly version: number;
  readonly createdAt: Date;
}

const ALL: readonly Topic[] = ['performance', 'outage', 'integrity'];

/** What a channel of each kind is told unless its owner says otherwise. */
export const DEFAULT_TOPICS: Readonly<Record<ChannelKind, readonly Topic[]>> = {
  wecom: ['performance', 'integrity'],
  sms: ['performance', 'integrity'],
  phone: ['outage'],
  dingtalk: ['outage'],
  slack: ALL,
  webhook: ALL,
  smtp: ALL,
  alertmanager: [...ALL, 'watchdog'],
  ticket: ALL,
};

/** Whether an alert with these labels is told through the channel. A ticket system is told of incidents, and of nothing else. */
export function tells(channel: Told, labels: Labels): boolean {
  return channel.kind !== 'ticket' && concerns(channel, labels);
}

/** Whether an incident of these labels opens a ticket there. */
export function opensTickets(channel: Told, labels: Labels): boolean {
  return channel.kind === 'ticket' && concerns(channel, labels);
}

type Told = Pick<Channel, 'kind' | 'active' | 'topics' | 'leastSeverity'>;

function concerns(channel: Told, labels: Labels): boolean {
  const severity = SEVERITIES.findIndex((known) => known === labels['severity']);
  return (
    channel.active &&
    channel.topics.some((topic) => topic === (labels['topic'] ?? 'outage')) &&
    severity >= SEVERITIES.indexOf(channel.leastSeverity)
  );
}
