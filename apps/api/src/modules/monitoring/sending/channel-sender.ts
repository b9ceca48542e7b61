import { sendMail } from '#lib/mail';
import { CLOCK, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from '../domain/channel';
import type { HttpMessage } from '../domain/channels/http-message';
import { messageFor } from '../domain/channels/message-for';
import { mailOf } from '../domain/channels/mail';
import { robotRefusal } from '../domain/channels/robots';
import type { Notification } from '../domain/notification';

const TIMEOUT_MS = 3000;
const ANSWER_LIMIT = 10_000;

/** Makes one attempt to reach people through a channel: answers what it said, and throws when it was not taken. */
@Injectable()
export class ChannelSender {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async send(channel: Channel, notification: Notification): Promise<string> {
    const message = messageFor(channel, notification, this.clock.now().getTime());
    if (message !== undefined) return post(message);
    const server = { url: channel.target.url, password: channel.secret ?? undefined };
    await sendMail(server, mailOf(channel, notification), TIMEOUT_MS);
    return '';
  }
}

/** Redirects are not followed: an address that has moved is a fault of the channel that people must hear of. */
async function post({ url, headers, body }: HttpMessage): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
  const text = (await answer.text()).slice(0, ANSWER_LIMIT);
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const refusal = robotRefusal(text);
  if (refusal !== undefined) throw new Error(`refused: ${refusal}`);
  return text;
}
