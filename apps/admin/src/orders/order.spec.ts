import { describe, expect, it } from 'vitest';
import { journeyOf, mayCancel, type OrderEvent } from './order';
import { orderQuery, saysTooMuch } from './order-query';

function event(to: string, at: string): OrderEvent {
  return {
    event_id: to,
    sequence: 1,
    code: to,
    from: null,
    to,
    actor: 'system',
    reason_code: null,
    occurred_at: at,
    data: null,
  };
}

describe('the journey of an order', () => {
  it('shows what lies behind it and what is ahead', () => {
    const steps = journeyOf({ status: 'paid' }, [event('received', '1'), event('paid', '2')]);
    expect(steps.map(({ at }) => at)).toEqual(['1', '2', undefined, undefined, undefined, undefined, undefined]);
  });

  it('ends where the order ended, beside the way', () => {
    const steps = journeyOf({ status: 'cancelled' }, [event('received', '1'), event('cancelled', '2')]);
    expect(steps).toEqual([
      { name: 'received', at: '1' },
      { name: 'cancelled', at: '2' },
    ]);
  });
});

it('offers to cancel until the parcel is collected', () => {
  expect(['received', 'dispatched', 'picked_up', 'cancelled'].map((status) => mayCancel({ status }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('asks for a waybill alone, and for the beginning of a reference with a merchant alone', () => {
  const filter = { status: ['paid'], merchant_id: 'm', waybill: '', reference_prefix: 'SO' };
  expect(orderQuery(filter)).toEqual({ reference_prefix: 'SO', merchant_id: 'm' });
  expect(orderQuery({ ...filter, waybill: 'LH1' })).toEqual({ waybill: 'LH1' });
  expect(orderQuery({ ...filter, reference_prefix: '' })).toEqual({ status: ['paid'], merchant_id: 'm' });
  expect([filter, { ...filter, reference_prefix: '' }, orderQuery(filter)].map(saysTooMuch)).toEqual([
    true,
    false,
    false,
  ]);
});
