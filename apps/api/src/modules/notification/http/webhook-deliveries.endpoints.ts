import { endpoint, pageOf } from '#lib/http';
import { z } from 'zod';
import { MESSAGE_STATES, type Delivery } from '../domain/message';
import { PING } from '../domain/event-type';
import { REPLAY_LIMIT } from '../use-cases/replay-deliveries';
import { idPageQuery } from './page-query';

const tag = 'webhooks';
const owners = { roles: ['merchant', 'operator', 'admin'] } as const;
const readers = { roles: ['merchant', 'viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });

const DeliveryView = z.object({
  id: z.uuid().describe('The `webhook-id` of the message'),
  type: z.string(),
  order_id: z.uuid().nullable(),
  sequence: z.int().nullable(),
  state: z.enum(MESSAGE_STATES),
  attempts: z.int(),
  last_attempt_at: z.iso.datetime().nullable(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable().describe('Why nobody answered, e.g. `timeout`'),
  last_duration_ms: z.int().nullable(),
  next_attempt_at: z.iso
    .datetime()
    .nullable()
    .describe('Of a message that is tried again; null: at once, or when the one before it is settled'),
  body: z.string().describe('As it is signed and sent'),
  created_at: z.iso.datetime(),
});

export const listDeliveries = endpoint({
  tag,
  summary: 'List the messages of a webhook endpoint, newest first',
  auth: readers,
  params: one,
  query: z.strictObject({ ...idPageQuery, state: z.enum(MESSAGE_STATES).optional() }),
  success: { status: 200, body: pageOf(DeliveryView) },
});

export const replayDelivery = endpoint({
  tag,
  summary: 'Send a message again',
  description: 'Under the same `webhook-id`, at once and with all its attempts anew, whether it was delivered or not.',
  auth: owners,
  params: z.strictObject({ id: z.uuid(), delivery_id: z.uuid() }),
  success: { status: 202, body: DeliveryView },
  problems: [409],
});

export const replayFailed = endpoint({
  tag,
  summary: 'Send messages again that have failed',
  description: `Up to ${REPLAY_LIMIT} at a time, the oldest first; repeat the request while has_more is true.`,
  auth: owners,
  params: one,
  body: z.strictObject({ since: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) }),
  success: { status: 200, body: z.object({ replayed: z.int(), has_more: z.boolean() }) },
  problems: [409],
  example: { since: '2026-11-23T00:00:00Z' },
});

export const ping = endpoint({
  tag,
  summary: 'Send a ping to a webhook endpoint',
  description: 'A signed message of type `ping`; its fate is in the list of messages.',
  auth: owners,
  params: one,
  idempotency: true,
  success: { status: 202, body: DeliveryView },
  problems: [409],
});

export function deliveryView(delivery: Delivery): z.input<typeof DeliveryView> {
  const isPing = delivery.type === PING;
  return {
    id: delivery.id,
    type: delivery.type,
    order_id: isPing ? null : delivery.streamId,
    sequence: isPing ? null : delivery.sequence,
    state: delivery.state,
    attempts: delivery.attempts,
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    last_duration_ms: delivery.lastDurationMs,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    body: delivery.body,
    created_at: delivery.createdAt.toISOString(),
  };
}
