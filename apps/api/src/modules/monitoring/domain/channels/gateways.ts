import type { Channel } from '../channel';
import { linesOf, titleOf, type Notification } from '../notification';
import { bearer, type HttpMessage, jsonMessage } from './http-message';

type Target = Pick<Channel, 'target' | 'secret'>;

/** Two text messages long. */
const SMS_LIMIT = 140;

/**
 * A gateway for text messages: `POST {id, to: ["+86…"], text}` with the secret as bearer token. `id` is the same for every attempt,
 * so that a gateway can tell a repetition.
 */
export function smsMessage({ target, secret }: Target, notification: Notification): HttpMessage {
  const text = [titleOf(notification), ...linesOf(notification)].join(' ').slice(0, SMS_LIMIT);
  return jsonMessage(target.url, { id: notification.id, to: target.to ?? [], text }, bearer(secret));
}

/** A gateway for telephone calls: `POST {id, to: ["+86…"], say}` with the secret as bearer token; it reads `say` out. */
export function phoneMessage({ target, secret }: Target, notification: Notification): HttpMessage {
  const say = `${titleOf(notification)}. ${linesOf(notification)[0] ?? ''}`;
  return jsonMessage(target.url, { id: notification.id, to: target.to ?? [], say }, bearer(secret));
}
