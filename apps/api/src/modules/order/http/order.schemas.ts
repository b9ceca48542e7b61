import { MAX_AMOUNT_MINOR } from '#lib/kernel';
import { text } from '#lib/http';
import { z } from 'zod';
import { ORDER_STATUSES, PAYMENT_STATUSES } from '../domain/order-state';

const MAX_LINES = 50;
const MAX_QUANTITY = 10_000;
const MAX_METADATA = 20;

const instant = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((value) => value.getTime() > 0 && value.getUTCFullYear() < 2100, 'must be between 1970 and 2100');

/** A SKU as merchants write it. Its alphabet needs no quoting anywhere. */
const sku = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ -');

const address = z.strictObject({
  line1: text(1, 200),
  line2: text(1, 200).optional(),
  city: text(1, 100),
  region: text(1, 100).optional(),
  postal_code: text(1, 20).optional(),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code'),
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
});

export const lines = z
  .array(z.strictObject({ sku, quantity: z.int().min(1).max(MAX_QUANTITY) }))
  .min(1)
  .max(MAX_LINES);

const orderFields = {
  reference: text(1, 64),
  service_level: z.enum(['standard', 'express']).default('standard'),
  recipient: z.strictObject({
    name: text(1, 100),
    phone: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +8613800138000'),
    email: z
      .email()
      .max(254)
      .optional()
      .describe('Where the recipient is told of the parcel, if the merchant has an e-mail template for it'),
    address,
  }),
  lines,
  payment: z.strictObject({
    terms: z.enum(['account', 'cod']),
    amount_minor: z.int().min(0).max(MAX_AMOUNT_MINOR),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  }),
  deliver_after: instant.nullable().default(null),
  deliver_before: instant.nullable().default(null),
  metadata: z
    .record(text(1, 64), text(0, 512))
    .refine((value) => Object.keys(value).length <= MAX_METADATA, `must have at most ${MAX_METADATA} entries`)
    .default({}),
};

/** The window is checked here and not in the domain: a reversed one is bad input, whoever sends it. */
function windowIsOpen(order: { deliver_after: Date | null; deliver_before: Date | null }): boolean {
  return order.deliver_after === null || order.deliver_before === null || order.deliver_after < order.deliver_before;
}

const WINDOW_FAULT = { path: ['deliver_before'], message: 'must be later than deliver_after' };

export const placeOrderBody = z.strictObject(orderFields).refine(windowIsOpen, WINDOW_FAULT);
export type PlaceOrderBody = z.output<typeof placeOrderBody>;

export const batchItem = z
  .strictObject({
    idempotency_key: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII'),
    ...orderFields,
  })
  .refine(windowIsOpen, WINDOW_FAULT);

export const orderView = z
  .object({
    id: z.uuid(),
    merchant_id: z.uuid(),
    reference: z.string(),
    status: z.enum(ORDER_STATUSES),
    payment_status: z.enum(PAYMENT_STATUSES),
    version: z.int().describe('Sequence of the last event; the entity tag'),
    service_level: z.enum(['standard', 'express']),
    recipient: z.object({
      name: z.string(),
      phone: z.string(),
      email: z.string().optional(),
      address: z.object({ ...address.shape }),
    }),
    lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
    payment: z.object({ terms: z.enum(['account', 'cod']), amount_minor: z.int(), currency: z.string() }),
    deliver_after: z.iso.datetime().nullable(),
    deliver_before: z.iso.datetime().nullable(),
    metadata: z.record(z.string(), z.string()),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Order' });

export const orderEventView = z
  .object({
    event_id: z.string().describe('`<order id>-<sequence>`'),
    sequence: z.int(),
    code: z.string(),
    status: z.string().describe('The public tracking status after the event'),
    from: z.enum(ORDER_STATUSES).nullable(),
    to: z.enum(ORDER_STATUSES),
    actor: z.string(),
    reason_code: z.string().nullable(),
    occurred_at: z.iso.datetime(),
    recorded_at: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'OrderEvent' });
