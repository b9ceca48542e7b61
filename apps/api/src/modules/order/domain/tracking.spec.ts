import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { isTerminal, ORDER_STATUSES, type OrderStatus } from './order-state';
import { decideReport, publicStatus, PUBLIC_STATUSES, TRACKING_CODES } from './tracking';
import { transition } from './transition';

describe('a tracking fact', () => {
  it.each([
    ['dispatched', 'picked_up', ['picked_up']],
    ['picked_up', 'departed_facility', ['in_transit']],
    ['in_transit', 'out_for_delivery', ['out_for_delivery']],
    ['out_for_delivery', 'delivered', ['delivered']],
    ['out_for_delivery', 'delivery_attempt_failed', ['delivery_failed']],
    ['delivery_failed', 'out_for_delivery', ['out_for_delivery']],
    ['out_for_delivery', 'refused', ['return_to_sender']],
    ['return_to_sender', 'returned', ['returned']],
  ] as const)('moves %s on by %s', (status, code, path) => {
    expect(decideReport(status, code, false)).toEqual({ kind: 'move', path });
  });

  it.each([
    ['dispatched', 'arrived_at_facility', ['picked_up', 'in_transit']],
    ['dispatched', 'out_for_delivery', ['picked_up', 'out_for_delivery']],
    ['in_transit', 'delivered', ['out_for_delivery', 'delivered']],
    ['dispatched', 'delivered', ['picked_up', 'in_transit', 'out_for_delivery', 'delivered']],
  ] as const)('fills in what was not scanned between %s and %s', (status, code, path) => {
    expect(decideReport(status, code, false)).toEqual({ kind: 'move', path });
  });

  it.each([
    ['in_transit', 'arrived_at_facility'],
    ['out_for_delivery', 'departed_facility'],
    ['delivered', 'out_for_delivery'],
    ['delivered', 'delivered'],
    ['in_transit', 'delayed'],
    ['out_for_delivery', 'picked_up'],
  ] as const)('is only recorded when %s already and %s comes', (status, code) => {
    expect(decideReport(status, code, false)).toEqual({ kind: 'record' });
  });

  it('of the first attempt never undoes a failed delivery when it comes late', () => {
    expect(decideReport('delivery_failed', 'out_for_delivery', true)).toEqual({ kind: 'record' });
  });

  it.each([
    'received',
    'awaiting_payment',
    'paid',
    'backordered',
    'allocated',
    'waybill_created',
    'cancelled',
  ] as const)('is refused while the order is %s', (status) => {
    expect(decideReport(status, 'picked_up', false)).toMatchObject({ kind: 'refuse', code: 'order.not_in_delivery' });
  });

  it('leads along the state machine only, and out of no terminal state, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...TRACKING_CODES), fc.boolean()), { maxLength: 40 }), (facts) => {
        let order = { id: 'o', status: 'dispatched' as OrderStatus, paymentStatus: 'none' as const, version: 5 };
        for (const [code, isLate] of facts) {
          const decision = decideReport(order.status, code, isLate);
          if (decision.kind !== 'move') continue;
          expect(isTerminal(order.status)).toBe(false);
          const moved = transition(
            order,
            decision.path.map((to) => ({ to })),
          );
          order = { ...order, status: moved.status, version: moved.version };
        }
      }),
    );
  });
});

describe('the public status', () => {
  it('is one of the documented ones for every state', () => {
    for (const status of ORDER_STATUSES) expect(PUBLIC_STATUSES).toContain(publicStatus(status));
  });

  it('says nothing of the pipeline before the pick-up', () => {
    expect(publicStatus('awaiting_payment')).toBe('pre_transit');
    expect(publicStatus('dispatched')).toBe('pre_transit');
    expect(publicStatus('lost')).toBe('failure');
    expect(publicStatus('expired')).toBe('cancelled');
  });
});
