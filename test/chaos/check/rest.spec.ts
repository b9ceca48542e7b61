import { describe, expect, it } from 'vitest';
import { anOrderWith } from './an-order';
import type { OrderFacts } from './order-facts';
import { checkRest } from './rest';

const NOTHING_FREE = { fundsMinor: new Map([['merchant', 499]]), units: new Map([['SKU', 1]]) };

function broken(order: Partial<OrderFacts>, free = NOTHING_FREE): string[] {
  return checkRest(anOrderWith(order), free).map(({ invariant }) => invariant);
}

const waits = (stage: string, reason: string) => [{ stage, reason, key: 'key' }];

describe('an order at rest', () => {
  it('has moved on, has ended, or waits for what its state lacks', () => {
    expect(broken({ status: 'dispatched' })).toEqual([]);
    expect(broken({ status: 'cancelled' })).toEqual([]);
    expect(broken({ status: 'awaiting_payment', parked: waits('payment', 'funds') })).toEqual([]);
    expect(broken({ status: 'backordered', parked: waits('fulfilment', 'stock') })).toEqual([]);
    expect(broken({ status: 'waybill_created', parked: waits('dispatch', 'capacity') })).toEqual([]);
  });

  it('is not stuck', () => {
    for (const status of ['received', 'paid', 'waybill_created', 'backordered', 'awaiting_payment']) {
      expect(broken({ status })).toEqual(['no order is stuck']);
    }
  });

  it('does not wait when it has moved on, nor for something else', () => {
    expect(broken({ parked: waits('dispatch', 'capacity') })).toEqual(['nobody waits who has moved on']);
    expect(broken({ status: 'cancelled', parked: waits('payment', 'funds') })).toEqual([
      'nobody waits who has moved on',
    ]);
    expect(broken({ status: 'paid', parked: waits('payment', 'funds') })).toEqual([
      'orders wait for what their state lacks',
    ]);
  });

  it('does not wait for what is there', () => {
    const funds = { ...NOTHING_FREE, fundsMinor: new Map([['merchant', 500]]) };
    const units = { ...NOTHING_FREE, units: new Map([['SKU', 2]]) };
    const complaint = ['nobody waits for what is there'];
    expect(broken({ status: 'awaiting_payment', parked: waits('payment', 'funds') }, funds)).toEqual(complaint);
    expect(broken({ status: 'backordered', parked: waits('fulfilment', 'stock') }, units)).toEqual(complaint);
  });

  it('is a dead letter only where the harness poisoned it', () => {
    const parked = waits('fulfilment', 'dead_letter');
    expect(broken({ status: 'paid', parked })).toEqual(['a fault of ours makes no dead letter']);
    expect(broken({ status: 'paid', reference: 'poison-1', parked })).toEqual([]);
    expect(broken({ status: 'paid', reference: 'poison-1', parked: waits('fulfilment', 'route') })).toEqual([
      'what cannot be done ends as a dead letter',
    ]);
  });
});
