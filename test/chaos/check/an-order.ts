import type { OrderFacts } from './order-facts';

const MERCHANT = 'merchant';
const WAY = ['received', 'paid', 'allocated', 'waybill_created', 'dispatched'] as const;

/** For specs: a sound dispatched order, with what is different about this one. */
export function anOrderWith(more: Partial<OrderFacts> = {}): OrderFacts {
  return {
    id: 'order',
    merchantId: MERCHANT,
    reference: 'r-1',
    status: 'dispatched',
    paymentStatus: 'captured',
    version: WAY.length,
    terms: 'account',
    amountMinor: 500,
    currency: 'CNY',
    lines: [{ sku: 'SKU', quantity: 2 }],
    lat: 30,
    lng: 110,
    events: eventsOf(...WAY),
    feed: [
      [1, 1],
      [2, 2],
      [3, 4],
      [5, 5],
    ],
    transfers: [{ kind: 1, debit: MERCHANT, credit: 'revenue', amountMinor: 500 }],
    reservations: [{ warehouseId: 'warehouse', state: 'active', lines: [{ sku: 'SKU', quantity: 2 }] }],
    waybills: ['LH1'],
    plans: 1,
    bookings: [[7, 8]],
    assignments: [{ shiftId: 3, weightG: 1_000 }],
    parked: [],
    awaitingFunds: 0,
    ...more,
  };
}

/** The events of an order that went through these states. */
export function eventsOf(...way: readonly string[]): OrderFacts['events'] {
  return way.map((to, index) => ({ sequence: index + 1, from: way[index - 1] ?? null, to }));
}

/** What an order that has only come so far has of everything. */
export const NOTHING_YET = {
  paymentStatus: 'none',
  transfers: [],
  reservations: [],
  waybills: [],
  plans: 0,
  bookings: [],
  assignments: [],
} satisfies Partial<OrderFacts>;
