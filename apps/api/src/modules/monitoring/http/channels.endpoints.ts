import { endpoint, pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import { ChannelChangeBody, ChannelView, NewChannelBody } from './channels.dto';

const tag = 'alerts';
const readers = { roles: ['viewer', 'operator', 'admin'] } as const;
/** A channel may lead to any address, also to private ones: whoever makes one has the rights of the house. */
const owners = { roles: ['admin'] } as const;
const params = z.strictObject({ id: z.uuid() });

export const createChannel = endpoint({
  tag,
  summary: 'Create a channel that alerts are told through',
  description:
    'What it is told follows from its kind unless topics are named: wecom and sms hear of latency and the like, phone and dingtalk of outages, the others of everything.',
  auth: owners,
  body: NewChannelBody,
  idempotency: true,
  success: { status: 201, body: ChannelView },
  problems: [409],
  example: { name: 'on-call', kind: 'webhook', url: 'https://hooks.example.com/linehaul', secret: 'whsec_c2VjcmV0' },
});

export const listChannels = endpoint({
  tag,
  summary: 'List channels',
  auth: readers,
  query: z.strictObject({ ...pageQuery.shape }),
  success: { status: 200, body: pageOf(ChannelView) },
});

export const readChannel = endpoint({
  tag,
  summary: 'Read a channel',
  auth: readers,
  params,
  success: { status: 200, body: ChannelView },
  problems: [404],
});

export const changeChannel = endpoint({
  tag,
  summary: 'Change a channel',
  auth: owners,
  params,
  body: ChannelChangeBody,
  ifMatch: true,
  success: { status: 200, body: ChannelView },
  problems: [404],
  example: { active: false },
});

export const removeChannel = endpoint({
  tag,
  summary: 'Remove a channel, and what it has not been told yet',
  auth: owners,
  params,
  ifMatch: true,
  success: { status: 204 },
  problems: [404],
});

export const testChannel = endpoint({
  tag,
  summary: 'Send a test notification through a channel',
  description: 'Makes one attempt and answers what came of it.',
  auth: { roles: ['operator', 'admin'] },
  body: z.strictObject({ channel_id: z.uuid() }),
  success: { status: 200, body: z.object({ delivered: z.boolean(), error: z.string().nullable() }) },
  problems: [404],
  example: { channel_id: '0199f0c2-6d0c-7f0e-9a51-1f0b7a3f6f5e' },
});
