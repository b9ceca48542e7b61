import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../domain/order';
import { orderFingerprint } from './order-fingerprint';

const REQUEST: OrderRequest = {
  reference: 'SO-1',
  serviceLevel: 'standard',
  recipient: {
    name: 'Li Lei',
    phone: '+8613800138000',
    address: { line1: '1 Road', city: 'Beijing', country: 'CN', lat: 39.9, lng: 116.4 },
  },
  lines: [
    { sku: 'SKU-1', quantity: 2 },
    { sku: 'SKU-2', quantity: 1 },
  ],
  payment: { terms: 'account', amountMinor: 12_900, currency: 'CNY' },
  deliverAfter: null,
  deliverBefore: null,
  metadata: { gift: 'no', shop: 'a' },
};

const hex = (request: OrderRequest): string => orderFingerprint(request).toString('hex');

/** Every place of a request with another value in it. */
const { recipient, payment } = REQUEST;
const changed: Record<string, OrderRequest> = {
  reference: { ...REQUEST, reference: 'SO-2' },
  'service level': { ...REQUEST, serviceLevel: 'express' },
  name: { ...REQUEST, recipient: { ...recipient, name: 'Han Meimei' } },
  phone: { ...REQUEST, recipient: { ...recipient, phone: '+8613800138001' } },
  ...Object.fromEntries(
    Object.entries({
      line1: '2',
      line2: '2',
      city: 'X',
      region: 'X',
      postalCode: '1',
      country: 'DE',
      lat: 1,
      lng: 1,
    }).map(([field, value]) => [
      field,
      { ...REQUEST, recipient: { ...recipient, address: { ...recipient.address, [field]: value } } },
    ]),
  ),
  quantity: { ...REQUEST, lines: [{ sku: 'SKU-1', quantity: 3 }] },
  'order of lines': { ...REQUEST, lines: REQUEST.lines.toReversed() },
  'one line less': { ...REQUEST, lines: REQUEST.lines.slice(1) },
  terms: { ...REQUEST, payment: { ...payment, terms: 'cod' } },
  amount: { ...REQUEST, payment: { ...payment, amountMinor: 1 } },
  currency: { ...REQUEST, payment: { ...payment, currency: 'EUR' } },
  'deliver after': { ...REQUEST, deliverAfter: new Date(1) },
  'deliver before': { ...REQUEST, deliverBefore: new Date(1) },
  metadata: { ...REQUEST, metadata: { gift: 'yes', shop: 'a' } },
  'names of metadata': { ...REQUEST, metadata: { gift: 'no', shops: 'a' } },
  'less metadata': { ...REQUEST, metadata: {} },
};

describe('orderFingerprint', () => {
  it.each(Object.keys(changed))('differs with another %s', (what) => {
    expect(hex(changed[what] ?? REQUEST)).not.toBe(hex(REQUEST));
  });

  it('has no two places that can stand for each other', () => {
    const all = Object.values(changed).map(hex);
    expect(new Set(all).size).toBe(all.length);
  });

  it('keeps neighbours apart whatever they contain', () => {
    const at = (address: Partial<OrderRequest['recipient']['address']>): OrderRequest => ({
      ...REQUEST,
      recipient: { ...recipient, address: { ...recipient.address, ...address } },
    });
    for (const joint of [' ', ',', '"', '\n', '\u0001']) {
      const [one, other] = [at({ line1: `a${joint}b`, line2: 'c' }), at({ line1: 'a', line2: `b${joint}c` })];
      expect(hex(one)).not.toBe(hex(other));
    }
  });

  it('tells a line from metadata', () => {
    const { lines } = REQUEST;
    const more: OrderRequest = { ...REQUEST, lines: [...lines, { sku: 'gift', quantity: 1 }], metadata: {} };
    expect(hex(more)).not.toBe(hex({ ...REQUEST, metadata: { gift: '1' } }));
  });

  it('does not depend on the order in which metadata was sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (metadata) => {
        const reversed = Object.fromEntries(Object.entries(metadata).reverse());
        expect(hex({ ...REQUEST, metadata: reversed })).toBe(hex({ ...REQUEST, metadata }));
      }),
    );
  });
});
