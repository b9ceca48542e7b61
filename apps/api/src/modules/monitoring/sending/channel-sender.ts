import { CLOCK, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from '../domain/channel';
import type { HttpMessage } from '../domain/channels/http-message';
import { messageFor } from '../domain/channels/message-for';
import { mailOf } from '../domain/channels/mail';
import { robotRefusal } from '../domain/channels/robots';
import type { Notification } from '../domain/notification';
import { sendMail } from './send-mail';

const TIMEOUT_MS = 3000;
const ANSWER_LIMIT = 10_000;

/** Makes one attempt to reach people through a channel; throws when it was not taken. */
@Injectable()
export class ChannelSender {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async send(channel: Channel, notification: Notification): Promise<void> {
    const message = messageFor(channel, notification, this.clock.now().getTime());
    if (message === undefined) return sendMail(channel, mailOf(channel, notification), TIMEOUT_MS);
    return post(message);
  }
}

/** Redirects are not followed: an address that has moved is a fault of the channel that people must hear of. */
async function post({ url, headers, body }: HttpMessage): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
  const text = (await answer.text()).slice(0, ANSWER_LIMIT);
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const refusal = robotRefusal(text);
  if (refusal !== undefined) throw new Error(`refused: ${refusal}`);
}
