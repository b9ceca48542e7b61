import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { ORDER_ACTIONS } from '#module/order';
import { z } from 'zod';
import { AT_ONCE_LIMIT } from './bulk-action-replies';

const BULK_LIMIT = 10_000;

const itemView = z.object({
  order_id: z.uuid(),
  status: z.enum(['done', 'refused', 'waiting']),
  problem: z.record(z.string(), z.unknown()).optional().describe('As the order would have been answered alone'),
});

export const actionView = z
  .object({
    id: z.uuid(),
    action: z.enum(ORDER_ACTIONS),
    reason: z.string(),
    status: z.enum(['running', 'finished']),
    total: z.int(),
    done: z.int(),
    refused: z.int(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    results: pageOf(itemView),
  })
  .meta({ id: 'BulkAction' });

export const startBulkAction = endpoint({
  tag: 'orders',
  summary: 'Cancel, retry or redispatch up to 10,000 orders',
  description: [
    `Up to ${AT_ONCE_LIMIT} orders are answered 200 with a result each; more are answered 202, and \`Location\` tells how far it is. Each order is acted upon exactly once, whatever dies meanwhile.`,
    '`cancel` is possible until the parcel is picked up. `retry` gives a dead letter back to its stage. `redispatch` takes an order back from its courier: while it is `dispatched` (its seats are given back too), or `delivery_failed` with a courier for the next attempt; one that waits for room looks for it again.',
  ].join('\n\n'),
  auth: { roles: ['operator', 'admin'] },
  body: z.strictObject({
    action: z.enum(ORDER_ACTIONS),
    order_ids: z
      .array(z.uuid().toLowerCase())
      .min(1)
      .max(BULK_LIMIT)
      .refine((ids) => new Set(ids).size === ids.length, 'must not name an order twice'),
    reason: text(1, 200),
  }),
  idempotency: true,
  success: {
    status: 200,
    body: actionView,
    description: 'Every order has its result; 202 while there are more to come',
  },
  example: {
    action: 'cancel',
    order_ids: ['0199f0c2-7c1e-7c3e-8a51-1f0b7a3f6f5e'],
    reason: 'The goods were damaged in the warehouse',
  },
});

export const getBulkAction = endpoint({
  tag: 'orders',
  summary: 'Read how far a bulk action is, and what came of its orders',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject({
    limit: pageQuery.shape.limit,
    cursor: pageQuery.shape.cursor.pipe(
      z
        .string()
        .regex(/^\d{1,6}$/, 'must be a next_cursor of this list')
        .optional(),
    ),
    status: z.enum(['done', 'refused']).optional().describe('Only such results'),
  }),
  success: { status: 200, body: actionView },
});
