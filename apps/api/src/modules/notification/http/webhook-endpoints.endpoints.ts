import { endpoint, pageOf } from '#lib/http';
import { z } from 'zod';
import { idPageQuery } from './page-query';
import { EndpointChangeBody, EndpointView, EndpointWithSecretView, NewEndpointBody } from './webhook-endpoints.dto';

const tag = 'webhooks';
const owners = { roles: ['merchant', 'operator', 'admin'] } as const;
const readers = { roles: ['merchant', 'viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });

export const createEndpoint = endpoint({
  tag,
  summary: 'Register a webhook endpoint',
  description:
    'It is told of every event of its merchant’s orders from now on. The signing secret is shown in this answer and never again. A merchant has at most 16 endpoints.',
  auth: owners,
  body: NewEndpointBody,
  idempotency: true,
  success: { status: 201, body: EndpointWithSecretView },
  problems: [409, 422],
  example: { url: 'https://hooks.example.com/linehaul', event_types: ['order.delivered', 'order.cancelled'] },
});

export const listEndpoints = endpoint({
  tag,
  summary: 'List webhook endpoints, newest first',
  description: 'A merchant sees its own.',
  auth: readers,
  query: z.strictObject({ ...idPageQuery, merchant_id: z.uuid().optional() }),
  success: { status: 200, body: pageOf(EndpointView) },
});

export const readEndpoint = endpoint({
  tag,
  summary: 'Read a webhook endpoint',
  auth: readers,
  params: one,
  success: { status: 200, body: EndpointView },
});

export const changeEndpoint = endpoint({
  tag,
  summary: 'Change a webhook endpoint',
  description:
    'With status disabled nothing is sent, and what happens meanwhile is not told. With status active again, also after a 410, what waited is sent at once.',
  auth: owners,
  params: one,
  body: EndpointChangeBody,
  ifMatch: true,
  success: { status: 200, body: EndpointView },
  problems: [422],
  example: { description: 'The shop of the north' },
});

export const removeEndpoint = endpoint({
  tag,
  summary: 'Remove a webhook endpoint',
  description: 'What it was not told yet is not told any more.',
  auth: owners,
  params: one,
  ifMatch: true,
  success: { status: 204 },
});

export const rotateSecret = endpoint({
  tag,
  summary: 'Give a webhook endpoint a new signing secret',
  description:
    'The secret is shown in this answer and never again. For 24 hours messages carry two signatures, with the new secret and with the one before.',
  auth: owners,
  params: one,
  ifMatch: true,
  success: { status: 200, body: EndpointWithSecretView },
});
