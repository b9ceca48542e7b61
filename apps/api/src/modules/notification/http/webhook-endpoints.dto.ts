import { text } from '#lib/http';
import { URL_LIMIT } from '#lib/outbound';
import { z } from 'zod';
import { ENDPOINT_STATUSES, type Endpoint } from '../domain/endpoint';
import { ORDER_EVENT_TYPES } from '../domain/event-type';
import type { EndpointChange } from '../use-cases/change-endpoint';
import type { NewEndpoint } from '../use-cases/create-endpoint';

const url = text(1, URL_LIMIT).describe('Where messages are POSTed: https, a public address, no credentials');
const description = text(0, 200);
const eventTypes = z
  .array(z.enum(ORDER_EVENT_TYPES))
  .min(1)
  .max(ORDER_EVENT_TYPES.length)
  .refine((types) => new Set(types).size === types.length, 'names a type twice')
  .nullable()
  .describe('What it wants to be told; null: everything');

export const NewEndpointBody = z.strictObject({
  merchant_id: z.uuid().optional().describe('Whose it is; required of operators, a merchant need not say'),
  url,
  description: description.optional(),
  event_types: eventTypes.optional(),
});

export const EndpointChangeBody = z
  .strictObject({
    url: url.optional(),
    description: description.optional(),
    event_types: eventTypes.optional(),
    status: z.enum(ENDPOINT_STATUSES).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

export const EndpointView = z.object({
  id: z.uuid(),
  merchant_id: z.uuid(),
  url: z.string(),
  description: z.string(),
  event_types: z.array(z.string()).nullable(),
  status: z.enum(ENDPOINT_STATUSES),
  disabled_because: z.enum(['request', 'gone']).nullable().describe('`gone`: it answered 410'),
  previous_secret_until: z.iso
    .datetime()
    .nullable()
    .describe('Until then the secret before the last rotation signs too'),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export const EndpointWithSecretView = EndpointView.extend({
  secret: z.string().optional().describe('Signs the messages. Shown here and never again; absent in a replayed answer'),
});

export function newEndpointOf(body: z.output<typeof NewEndpointBody>): NewEndpoint {
  return {
    merchantId: body.merchant_id,
    url: body.url,
    description: body.description ?? '',
    eventTypes: body.event_types ?? null,
  };
}

/** Only the members that were sent: an absent one must not become `undefined` over a stored value. */
export function endpointChangeOf(body: z.output<typeof EndpointChangeBody>): EndpointChange {
  return {
    ...(body.url !== undefined && { url: body.url }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.event_types !== undefined && { eventTypes: body.event_types }),
    ...(body.status !== undefined && { status: body.status }),
  };
}

export function endpointView(endpoint: Endpoint): z.input<typeof EndpointView> {
  return {
    id: endpoint.id,
    merchant_id: endpoint.merchantId,
    url: endpoint.url,
    description: endpoint.description,
    event_types: endpoint.eventTypes === null ? null : [...endpoint.eventTypes],
    status: endpoint.status,
    disabled_because: endpoint.disabledBecause,
    previous_secret_until: endpoint.previousUntil?.toISOString() ?? null,
    version: endpoint.version,
    created_at: endpoint.createdAt.toISOString(),
  };
}
