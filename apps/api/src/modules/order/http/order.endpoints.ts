import { BULK_BODY_LIMIT_BYTES, endpoint } from '#lib/http';
import { z } from 'zod';
import { EXPANSIONS } from '../use-cases/expand-order';
import { expansionFields } from './order-expansions';
import { lines, orderView, placeOrderBody } from './order.schemas';

const byId = z.strictObject({ id: z.uuid().describe('The order') });
const MAX_WAIT_S = 30;
export const BATCH_LIMIT = 1000;

const EXAMPLE = {
  reference: 'SO-10001',
  service_level: 'standard',
  recipient: {
    name: 'Li Lei',
    phone: '+8613800138000',
    address: {
      line1: '1 Chaoyang Road',
      city: 'Beijing',
      postal_code: '100020',
      country: 'CN',
      lat: 39.92,
      lng: 116.44,
    },
  },
  lines: [{ sku: 'SKU-0001', quantity: 2 }],
  payment: { terms: 'account', amount_minor: 12900, currency: 'CNY' },
};

/** `Prefer: wait=5`; other preferences may stand beside it and are ignored, as RFC 7240 wants. */
const prefer = z
  .string()
  .max(200)
  .transform((value) => Math.min(MAX_WAIT_S, Number(/(?:^|[,;\s])wait=(\d{1,3})/.exec(value)?.[1] ?? 0)));

export const placeOrder = endpoint({
  tag: 'orders',
  summary: 'Place an order',
  description:
    'Answers 201 once the order is durable. Repeat a request of unknown outcome with the same Idempotency-Key: it is placed once, and the first answer is given again.',
  auth: { roles: ['merchant'] },
  priority: 'deferrable',
  headers: z.object({
    prefer: prefer
      .optional()
      .describe(`\`wait=5\`: answer when the order is dispatched or after 5 s (at most ${MAX_WAIT_S})`),
  }),
  body: placeOrderBody,
  idempotency: true,
  success: { status: 201, body: orderView },
  problems: [409, 422],
  example: EXAMPLE,
});

export const placeOrderBatch = endpoint({
  tag: 'orders',
  summary: 'Place up to 1,000 orders',
  description:
    'A JSON array, or NDJSON with one order a line. Each item carries its own idempotency_key and gets its own result, in order; one bad item does not touch its neighbours.',
  auth: { roles: ['merchant'] },
  priority: 'deferrable',
  body: z.array(z.unknown()).min(1).max(BATCH_LIMIT),
  bodyFormats: ['json', 'ndjson'],
  bodyLimitBytes: BULK_BODY_LIMIT_BYTES,
  success: {
    status: 200,
    body: z.object({
      data: z.array(
        z.object({
          status: z.int().describe('As the item would have been answered alone'),
          order: orderView.optional(),
          replayed: z.boolean().optional(),
          problem: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
    contentTypes: ['application/json', 'application/x-ndjson'],
  },
  example: [{ idempotency_key: 'SO-10001', ...EXAMPLE }],
});

export const getOrder = endpoint({
  tag: 'orders',
  summary: 'Read an order',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  params: byId,
  query: z.strictObject({
    expand: z
      .string()
      .transform((value) => value.split(','))
      .pipe(z.array(z.enum(EXPANSIONS)))
      .optional()
      .describe(`Any of ${EXPANSIONS.join(', ')}, separated by commas`),
  }),
  success: { status: 200, body: orderView.extend(expansionFields) },
});

export const cancelOrder = endpoint({
  tag: 'orders',
  summary: 'Cancel an order',
  description:
    'Possible until the parcel is picked up; gives back money, stock, seats and the courier. Repeating it answers 200 again. Operators must send If-Match.',
  auth: { roles: ['merchant', 'operator', 'admin'] },
  params: byId,
  headers: z.object({ 'if-match': z.string().max(100).optional().describe('Required for operators') }),
  body: z.strictObject({
    reason_code: z
      .string()
      .regex(
        /^(merchant|consignee|carrier|customs|weather)_[a-z_]{1,40}$/,
        'must begin with merchant_, consignee_, carrier_, customs_ or weather_ and go on in lower case, such as merchant_request',
      )
      .default('merchant_request'),
  }),
  success: { status: 200, body: orderView },
  problems: [409, 412, 428],
  example: { reason_code: 'merchant_request' },
});

export const retryOrder = endpoint({
  tag: 'orders',
  summary: 'Retry an order that a stage has given up',
  description:
    'For an order that waits as a dead letter (see `expand=waiting`), once the cause is mended: its stage takes it up anew. Any other order answers 409, with what it waits for.',
  auth: { roles: ['operator', 'admin'] },
  params: byId,
  idempotency: true,
  success: {
    status: 202,
    body: z.object({
      order_id: z.uuid(),
      stage: z.string().describe('Takes the order up again'),
      version: z.int().describe('Sequence of the event `retried`'),
    }),
    description: 'The stage goes on with the order by itself',
  },
});

export const printLabel = endpoint({
  tag: 'orders',
  summary: "Print the label of an order's parcel",
  auth: { roles: ['merchant', 'operator', 'admin'] },
  params: byId,
  success: { status: 200, contentTypes: ['application/pdf'], description: 'A page of 100 × 150 mm' },
  problems: [409],
});

export const checkServiceability = endpoint({
  tag: 'orders',
  summary: 'Ask whether an address can be served',
  description: 'From which warehouse and by when, as things stand now. Nothing is reserved.',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  body: z.strictObject({
    address: z.strictObject({
      country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code'),
      lat: z.number().min(-90).max(90),
      lng: z.number().min(-180).max(180),
    }),
    lines,
  }),
  success: {
    status: 200,
    body: z.object({
      serviceable: z.boolean(),
      warehouse_id: z.uuid().optional(),
      zone_id: z.uuid().optional(),
      eta: z.iso.datetime().optional(),
      reason: z.string().optional(),
      detail: z.string().optional(),
    }),
  },
  example: { address: { country: 'CN', lat: 39.92, lng: 116.44 }, lines: [{ sku: 'SKU-0001', quantity: 2 }] },
});
