import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Order } from '../domain/order';
import { toOrderView } from './order.dto';
import { orderJson } from './order-json';
import { orderView } from './order.schemas';

const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed());
const optional = fc.option(text, { nil: undefined });
const instant = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-01-01') });
const degrees = fc.double({ min: -90, max: 90, noNaN: true }).map((value) => (value === 0 ? 0 : value));

const order: fc.Arbitrary<Order> = fc.record({
  id: fc.uuid({ version: 7 }),
  merchantId: fc.uuid(),
  zoneId: fc.uuid(),
  status: fc.constantFrom('received' as const, 'dispatched' as const),
  paymentStatus: fc.constantFrom('none' as const, 'captured' as const),
  version: fc.integer({ min: 1, max: 1_000_000 }),
  reference: text,
  serviceLevel: fc.constantFrom('standard' as const, 'express' as const),
  recipient: fc.record({
    name: text,
    phone: text,
    address: fc.record({
      line1: text,
      line2: optional,
      city: text,
      region: optional,
      postalCode: optional,
      country: text,
      lat: degrees,
      lng: degrees,
    }),
  }),
  lines: fc.array(fc.record({ sku: text, quantity: fc.integer({ min: 1, max: 10_000 }) }), { minLength: 1 }),
  payment: fc.record({
    terms: fc.constantFrom('account' as const, 'cod' as const),
    amountMinor: fc.maxSafeNat(),
    currency: fc.constant('CNY'),
  }),
  deliverAfter: fc.option(instant),
  deliverBefore: fc.option(instant),
  metadata: fc.dictionary(text, fc.string()),
});

describe('orderJson', () => {
  it('writes what JSON.stringify writes, whatever the order holds', () => {
    fc.assert(
      fc.property(order, (each) => {
        const view = toOrderView(each);
        expect(JSON.parse(orderJson(view))).toEqual(JSON.parse(JSON.stringify(view)));
      }),
    );
  });

  it('leaves out no member that the documentation promises', () => {
    fc.assert(
      fc.property(order, (each) => {
        const written: unknown = JSON.parse(orderJson(toOrderView(each)));
        const promised = z.toJSONSchema(orderView, { io: 'output' }).required;
        expect(Object.keys(written as object)).toEqual(expect.arrayContaining(promised ?? []));
      }),
      { numRuns: 1 },
    );
  });
});
