import build from 'fast-json-stringify';

const text = { type: 'string' };
const number = { type: 'number' };
const integer = { type: 'integer' };
const instant = { type: 'string', format: 'date-time' };
const optionalInstant = { ...instant, nullable: true };
const object = (properties: object): object => ({ type: 'object', properties });

/** What `toOrderView` gives, member by member; a spec holds this and the documented schema together. */
const ORDER = object({
  id: text,
  merchant_id: text,
  reference: text,
  status: text,
  payment_status: text,
  version: integer,
  service_level: text,
  recipient: object({
    name: text,
    phone: text,
    email: text,
    address: object({
      line1: text,
      line2: text,
      city: text,
      region: text,
      country: text,
      postal_code: text,
      lat: number,
      lng: number,
    }),
  }),
  lines: { type: 'array', items: object({ sku: text, quantity: integer }) },
  payment: object({ terms: text, amount_minor: integer, currency: text }),
  deliver_after: optionalInstant,
  deliver_before: optionalInstant,
  metadata: { type: 'object', additionalProperties: text },
  created_at: instant,
});

let compiled: ((view: object) => string) | undefined;

/** The JSON text of an order's view, by a serializer that is compiled when the first order is answered. */
export function orderJson(view: object): string {
  compiled ??= build(ORDER);
  return compiled(view);
}
