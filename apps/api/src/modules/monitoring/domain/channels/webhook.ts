import { createHmac } from 'node:crypto';
import type { Channel } from '../channel';
import { isFiring, type Notification } from '../notification';
import { type HttpMessage, jsonMessage } from './http-message';

/**
 * Any system that can check a signature (Standard Webhooks 1.0.0, "Signature scheme"): HMAC-SHA256 over
 * `id.timestamp.body`, the key being what follows `whsec_` in Base64.
 */
export function webhookMessage(
  { target, secret }: Pick<Channel, 'target' | 'secret'>,
  notification: Notification,
  nowMs: number,
): HttpMessage {
  const { id, kind, at, alerts, groupKey } = notification;
  const type = kind === 'test' ? 'alert.test' : isFiring(notification) ? 'alert.firing' : 'alert.resolved';
  const data = {
    group: groupKey,
    alerts: alerts.map(({ rule, status, labels, summary, startsAt, endsAt }) => ({
      rule,
      status,
      labels,
      summary,
      starts_at: startsAt,
      ends_at: endsAt,
    })),
  };
  return signed(jsonMessage(target.url, { type, timestamp: at, data }), { id, secret, nowMs });
}

/** The message with the three headers of Standard Webhooks. */
export function signed(
  message: HttpMessage,
  { id, secret, nowMs }: { readonly id: string; readonly secret: string | null; readonly nowMs: number },
): HttpMessage {
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from((secret ?? '').replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${message.body}`).digest('base64');
  return {
    ...message,
    headers: {
      ...message.headers,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  };
}
