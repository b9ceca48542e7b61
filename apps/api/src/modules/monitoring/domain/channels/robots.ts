import { createHmac } from 'node:crypto';
import type { Channel } from '../channel';
import { linesOf, titleOf, type Notification } from '../notification';
import { type HttpMessage, jsonMessage } from './http-message';

type Target = Pick<Channel, 'target' | 'secret'>;

/** WeCom refuses longer markdown. */
const WECOM_LIMIT_BYTES = 4096;

/** A robot of a WeCom group ("group robot" of its developer documentation): markdown; the key is part of the URL. */
export function wecomMessage({ target }: Target, notification: Notification): HttpMessage {
  const content = [`**${titleOf(notification)}**`, ...linesOf(notification).map((line) => `> ${line}`)].join('\n');
  return jsonMessage(target.url, { msgtype: 'markdown', markdown: { content: cut(content, WECOM_LIMIT_BYTES) } });
}

/**
 * A robot of a DingTalk group, signed where it has a secret ("custom robot access", security setting "sign"): HMAC-SHA256
 * over `timestamp\nsecret`, Base64, in the query.
 */
export function dingtalkMessage({ target, secret }: Target, notification: Notification, nowMs: number): HttpMessage {
  const title = titleOf(notification);
  const text = [`#### ${title}`, ...linesOf(notification).map((line) => `- ${line}`)].join('\n');
  const url = new URL(target.url);
  if (secret !== null) {
    url.searchParams.set('timestamp', String(nowMs));
    url.searchParams.set('sign', createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64'));
  }
  return jsonMessage(url.href, { msgtype: 'markdown', markdown: { title, text } });
}

/** An incoming webhook as Slack has them, and Mattermost, Rocket.Chat and others besides. */
export function slackMessage({ target }: Target, notification: Notification): HttpMessage {
  return jsonMessage(target.url, { text: [`*${titleOf(notification)}*`, ...linesOf(notification)].join('\n') });
}

/** Robots answer 200 also for what they refuse, and say so in `errcode`. */
export function robotRefusal(body: string): string | undefined {
  try {
    const answer = JSON.parse(body) as { errcode?: unknown } | null;
    const code = answer?.errcode;
    return code === undefined || code === 0 ? undefined : `errcode ${JSON.stringify(code)}`;
  } catch {
    return undefined; // Slack answers with the text "ok"
  }
}

/** The longest beginning that takes no more than so many bytes, never half a character. */
function cut(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limitBytes) return text;
  return bytes
    .subarray(0, limitBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}
