import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { PROBLEM_KINDS } from '../domain/order-problem';
import { ORDER_STATUSES } from '../domain/order-state';
import { problemView } from './order-expansions';
import { orderEventView, orderView } from './order.schemas';

const DAY_S = 86_400;

/** The last id of a page, or the last merchant and reference of one that is listed by them. */
const listCursor = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/.{1,64})?$/su, 'must be a next_cursor of this list');

const NOT_WITH_A_SEARCH = ['zone_id', 'status', 'problem', 'created_from', 'created_after', 'created_before'] as const;

/** A filter that was passed over would answer orders that it excludes, for somebody to act on. */
function refuseOthers(query: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const search = ['waybill', 'reference', 'reference_prefix'].find((name) => query[name] !== undefined);
  if (search === undefined) return;
  for (const name of NOT_WITH_A_SEARCH) {
    if (query[name] === undefined) continue;
    context.addIssue({ code: 'custom', path: [name], message: `does not go with ${search}: leave one of them out` });
  }
}

export const listOrders = endpoint({
  tag: 'orders',
  summary: 'List orders, newest first',
  description: [
    'With `status`, `zone_id` or `problem`, a page may hold fewer orders than `limit` although there are more: go on with its cursor.',
    '`problem` narrows it to the orders that need somebody: `failed` ones wait for money, goods, room, a way or, given up by their stage, for an operator; `stuck` ones have not been done by their stage in twice its deadline; nothing has happened to `idle` ones for `idle_for_s`. Each then says its `problem`.',
    '`reference` and `reference_prefix` list by merchant and reference, and `waybill` finds one order; the other filters and `sort` do not go with them, save `merchant_id`.',
  ].join('\n\n'),
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  query: z
    .strictObject({
      ...pageQuery.shape,
      cursor: pageQuery.shape.cursor.pipe(listCursor.optional()),
      sort: z.enum(['-created_at', 'created_at']).default('-created_at').describe('Newest or oldest first'),
      merchant_id: z.uuid().optional().describe('Operators only; a merchant sees its own'),
      zone_id: z.uuid().optional().describe("The recipient's zone"),
      reference: text(1, 64).optional(),
      reference_prefix: text(1, 64).optional().describe('How the reference begins'),
      waybill: text(1, 40).optional().describe('The number as people type it'),
      status: z
        .string()
        .transform((value) => value.split(','))
        .pipe(z.array(z.enum(ORDER_STATUSES)))
        .optional(),
      problem: z.enum(PROBLEM_KINDS).optional(),
      idle_for_s: z.coerce
        .number()
        .int()
        .min(1)
        .max(365 * DAY_S)
        .default(DAY_S)
        .describe('For `problem=idle`'),
      created_from: z.iso.datetime({ offset: true }).optional(),
      created_after: z.iso.datetime({ offset: true }).optional().describe('As created_from'),
      created_before: z.iso.datetime({ offset: true }).optional(),
    })
    .superRefine(refuseOthers),
  success: { status: 200, body: pageOf(orderView.extend({ problem: problemView.nullable().optional() })) },
});

export const listOrderEvents = endpoint({
  tag: 'orders',
  summary: "List an order's events, oldest first",
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  params: z.strictObject({ id: z.uuid().describe('The order') }),
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: pageQuery.shape.cursor.pipe(
      z
        .string()
        .regex(/^\d{1,9}$/, 'must be a next_cursor of this list')
        .optional(),
    ),
  }),
  success: { status: 200, body: pageOf(orderEventView) },
});
