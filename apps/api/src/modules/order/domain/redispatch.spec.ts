import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_STATUSES, mayFollow } from './order-state';
import { decideRedispatch } from './redispatch';

describe('putting an order to dispatch again', () => {
  it.each([
    ['dispatched', true, undefined, 'take_back'],
    ['waybill_created', false, 'capacity', 'look_again'],
    ['waybill_created', false, undefined, 'refused'],
    ['waybill_created', false, 'dead_letter', 'refused'],
    ['delivery_failed', true, undefined, 'take_back'],
    ['delivery_failed', false, 'capacity', 'look_again'],
    ['picked_up', true, undefined, 'refused'],
    ['out_for_delivery', true, undefined, 'refused'],
    ['received', false, undefined, 'refused'],
    ['delivered', false, undefined, 'refused'],
  ] as const)('%s, with a courier: %s, waiting for %s: %s', (status, courier, waitsFor, kind) => {
    expect(decideRedispatch(status, { courier, waitsFor }).kind).toBe(kind);
  });

  it('never leaves the state machine', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDER_STATUSES), fc.boolean(), (status, courier) => {
        const decision = decideRedispatch(status, { courier, waitsFor: undefined });
        if (decision.kind !== 'take_back') return;
        expect(decision.to === status || mayFollow(status, decision.to)).toBe(true);
      }),
    );
  });
});
