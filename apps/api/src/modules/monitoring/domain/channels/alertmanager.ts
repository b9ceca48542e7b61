import type { Channel } from '../channel';
import type { Notification } from '../notification';
import { bearer, type HttpMessage, jsonMessage } from './http-message';

/** Says whose alerts these are, so that they are known when an Alertmanager sends them back. */
export const OWN_SOURCE = 'linehaul';

/** Without news an Alertmanager takes an alert for resolved after this long: three of our repetitions. */
const LASTS_MS = 180_000;

/** The v2 API of a real Alertmanager (`POST /api/v2/alerts`). */
export function alertmanagerMessage(
  { target, secret }: Pick<Channel, 'target' | 'secret'>,
  { alerts }: Notification,
  nowMs: number,
): HttpMessage {
  const url = `${target.url.replace(/\/$/, '')}/api/v2/alerts`;
  const lasts = new Date(nowMs + LASTS_MS).toISOString();
  const body = alerts.map(({ labels, summary, startsAt, endsAt }) => ({
    labels: { ...labels, source: OWN_SOURCE },
    annotations: { summary },
    startsAt,
    endsAt: endsAt ?? lasts,
  }));
  return jsonMessage(url, body, bearer(secret));
}
