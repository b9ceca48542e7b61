import { PARK_REASONS } from '#lib/database';
import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { actionView } from './bulk-actions.endpoints';

const STAGES = ['payment', 'fulfilment', 'dispatch', 'expiry'] as const;
const stage = z.enum(STAGES);
const BULK_LIMIT = 10_000;

const letterView = z
  .object({
    order_id: z.uuid(),
    stage,
    code: z.enum(PARK_REASONS),
    key: z.string().describe('What it waits for by name'),
    detail: z.record(z.string(), z.unknown()),
    attempts: z.int().describe('How often its stage tried; 0 where nothing failed'),
    since: z.iso.datetime(),
  })
  .meta({ id: 'DeadLetter' });

export const listDeadLetters = endpoint({
  tag: 'queues',
  summary: 'List the orders that a stage has given up, or that wait for something',
  description: 'The dead letters where no `code` is named; by what they wait for, oldest first.',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  query: z.strictObject({
    limit: pageQuery.shape.limit,
    cursor: pageQuery.shape.cursor.pipe(
      z
        .string()
        .regex(/^[0-9a-f-]{36}\/.{0,100}$/su, 'must be a next_cursor of this list')
        .optional(),
    ),
    stage: stage.optional(),
    code: z.enum(PARK_REASONS).default('dead_letter'),
  }),
  success: { status: 200, body: pageOf(letterView) },
});

const which = z
  .strictObject({
    order_ids: z
      .array(z.uuid().toLowerCase())
      .min(1)
      .max(BULK_LIMIT)
      .refine((ids) => new Set(ids).size === ids.length, 'must not name an order twice')
      .optional(),
    stage: stage.optional().describe(`All dead letters of this stage, at most the ${BULK_LIMIT} oldest`),
    reason: text(1, 200),
  })
  .refine((body) => (body.order_ids === undefined) !== (body.stage === undefined), {
    path: ['order_ids'],
    message: 'name either order_ids or a stage',
  });

const common = {
  tag: 'queues',
  auth: { roles: ['operator', 'admin'] },
  body: which,
  idempotency: true,
  success: {
    status: 200,
    body: actionView,
    description: 'Every order has its result; 202 while there are more to come',
  },
  example: { stage: 'fulfilment', reason: 'The warehouse has its scales back' },
} as const;

export const retryDeadLetters = endpoint({
  ...common,
  summary: 'Give dead letters back to their stages',
  description: 'As the bulk action `retry`: one result per order.',
});

export const discardDeadLetters = endpoint({
  ...common,
  summary: 'Discard dead letters',
  description:
    'As the bulk action `cancel`: their orders end cancelled, and money, stock, seats and couriers are given back. One whose parcel was collected cannot be cancelled any more and is refused: it can only be retried.',
});
