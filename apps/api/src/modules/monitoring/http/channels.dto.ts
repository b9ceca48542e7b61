import { SEVERITIES } from '#lib/alerting';
import { text } from '#lib/http';
import { z } from 'zod';
import { TOPICS } from '../domain/alert-rules';
import { type Channel, CHANNEL_KINDS } from '../domain/channel';

const address = z.url({ protocol: /^(https?|smtps?)$/, error: 'must be an http, https, smtp or smtps URL' }).max(2000);
const secret = text(1, 500).describe('Signs or authenticates, by kind; never shown again');
const to = z.array(text(1, 320)).max(50).describe('Telephone numbers (E.164) or mail addresses');
const from = z.email().describe('The sender of mails');
const topics = z
  .array(z.enum(TOPICS))
  .min(1)
  .max(TOPICS.length)
  .describe('What it is told; by kind where nothing is said');
const leastSeverity = z.enum(SEVERITIES);

export const NewChannelBody = z
  .strictObject({
    name: text(1, 100),
    kind: z.enum(CHANNEL_KINDS),
    url: address,
    to: to.optional(),
    from: from.optional(),
    secret: secret.optional(),
    topics: topics.optional(),
    least_severity: leastSeverity.default('info'),
    active: z.boolean().default(true),
  })
  .superRefine(({ kind, url, to: recipients, secret: given }, context) => {
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if ((kind === 'smtp') !== /^smtps?:/.test(url)) say('url', 'must be smtp: or smtps: for mail, http(s): otherwise');
    if (['sms', 'phone', 'smtp'].includes(kind) && (recipients ?? []).length === 0) say('to', 'must name somebody');
    if (['webhook', 'ticket'].includes(kind) && given?.startsWith('whsec_') !== true)
      say('secret', 'must be a whsec_… secret');
  });

export const ChannelChangeBody = z
  .strictObject({
    url: address.optional(),
    to: to.optional(),
    secret: secret.optional(),
    topics: topics.optional(),
    least_severity: leastSeverity.optional(),
    active: z.boolean().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'must change something');

export const ChannelView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  origin: z.string().describe('Where it leads; the rest of the address may be a secret'),
  to: z.array(z.string()),
  has_secret: z.boolean(),
  topics: z.array(z.string()),
  least_severity: leastSeverity,
  active: z.boolean(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export function toChannelView(channel: Channel): z.input<typeof ChannelView> {
  const { protocol, host } = new URL(channel.target.url);
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    origin: `${protocol}//${host}`,
    to: [...(channel.target.to ?? [])],
    has_secret: channel.secret !== null,
    topics: [...channel.topics],
    least_severity: channel.leastSeverity,
    active: channel.active,
    version: channel.version,
    created_at: channel.createdAt.toISOString(),
  };
}
