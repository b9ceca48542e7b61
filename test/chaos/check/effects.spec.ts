import { describe, expect, it } from 'vitest';
import { anOrderWith, eventsOf, NOTHING_YET } from './an-order';
import { checkEffects } from './effects';
import type { OrderFacts } from './order-facts';

const broken = (order: Partial<OrderFacts>): string[] =>
  checkEffects(anOrderWith(order)).map(({ invariant }) => invariant);

const capture = { kind: 1, debit: 'merchant', credit: 'revenue', amountMinor: 500 };
const refund = { kind: 2, debit: 'revenue', credit: 'merchant', amountMinor: 500 };
const cancelled: Partial<OrderFacts> = {
  status: 'cancelled',
  events: eventsOf('received', 'paid', 'allocated', 'waybill_created', 'dispatched', 'cancelled'),
  paymentStatus: 'refunded',
  transfers: [capture, refund],
  reservations: [{ warehouseId: 'warehouse', state: 'released', lines: [{ sku: 'SKU', quantity: 2 }] }],
  bookings: [],
  assignments: [],
};

describe('the effects of stages', () => {
  it('are there once, for a dispatched, a fresh, a cancelled and a picked up order', () => {
    expect(broken({})).toEqual([]);
    expect(broken({ ...NOTHING_YET, status: 'received', events: eventsOf('received') })).toEqual([]);
    expect(broken(cancelled)).toEqual([]);
    const events = eventsOf('received', 'paid', 'allocated', 'waybill_created', 'dispatched', 'picked_up');
    const reservations = [{ warehouseId: 'warehouse', state: 'shipped', lines: [{ sku: 'SKU', quantity: 2 }] }];
    expect(broken({ status: 'picked_up', events, reservations })).toEqual([]);
  });

  it('move money once, of the order, and not at all for cash on delivery', () => {
    expect(broken({ transfers: [] })).toEqual(['one capture per paid order']);
    expect(broken({ transfers: [capture, capture] })).toEqual(['one capture per paid order']);
    expect(broken({ transfers: [{ ...capture, amountMinor: 499 }] })).toEqual(['transfers are of the order']);
    expect(broken({ transfers: [{ ...capture, debit: 'other' }] })).toEqual(['transfers are of the order']);
    expect(broken({ terms: 'cod', paymentStatus: 'none' })).toEqual(['one capture per paid order']);
    expect(broken({ paymentStatus: 'none' })).toEqual(['the payment status tells the money']);
  });

  it('are given back once', () => {
    expect(broken({ ...cancelled, transfers: [capture] })).toEqual(['one refund per cancelled order that was paid']);
    expect(broken({ ...cancelled, transfers: [capture, refund, refund] })).toEqual([
      'one refund per cancelled order that was paid',
    ]);
    const held = anOrderWith();
    const { reservations, bookings, assignments } = held;
    expect(broken({ ...cancelled, reservations, bookings, assignments })).toEqual([
      'one reservation per allocated order',
      'one booking of seats per dispatched order',
      'one active assignment per order under way',
    ]);
  });

  it('reserve what was ordered, one SKU twice added up, and ship it', () => {
    const lines = [
      { sku: 'B', quantity: 1 },
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 1 },
    ];
    const reserved = (quantity: number) => [
      {
        warehouseId: 'warehouse',
        state: 'active',
        lines: [
          { sku: 'A', quantity: 1 },
          { sku: 'B', quantity },
        ],
      },
    ];
    expect(broken({ lines, reservations: reserved(2) })).toEqual([]);
    expect(broken({ lines, reservations: reserved(1) })).toEqual(['the reservation is what was ordered']);
    expect(broken({ reservations: [] })).toEqual(['one reservation per allocated order']);
    const events = eventsOf('received', 'paid', 'allocated', 'waybill_created', 'dispatched', 'picked_up');
    expect(broken({ status: 'picked_up', events })).toEqual(['stock leaves with the parcel']);
  });

  it('issue one waybill, plan, booking and assignment', () => {
    expect(broken({ waybills: ['A', 'B'] })).toEqual(['one waybill per order']);
    expect(broken({ plans: 0 })).toEqual(['one route plan per order']);
    expect(broken({ bookings: [] })).toEqual(['one booking of seats per dispatched order']);
    expect(broken({ assignments: [] })).toEqual(['one active assignment per order under way']);
    const early = { ...NOTHING_YET, status: 'paid', paymentStatus: 'captured', transfers: [capture] };
    expect(broken({ ...early, events: eventsOf('received', 'paid'), plans: 1 })).toEqual(['one route plan per order']);
  });
});
