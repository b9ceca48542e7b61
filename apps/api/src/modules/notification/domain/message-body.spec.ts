import { describe, expect, it } from 'vitest';
import { ORDER_EVENT_TYPES, typeOfCode, wants } from './event-type';
import { BODY_LIMIT_BYTES, eventBody, pingBody, type ToldEvent } from './message-body';

const AT = new Date('2026-11-23T12:00:00Z');
const EVENT: ToldEvent = {
  orderId: '0199f0c2-0000-7000-8000-000000000001',
  reference: 'SO-10001',
  sequence: 7,
  code: 'arrived_at_facility',
  status: 'in_transit',
  paymentStatus: 'captured',
  occurredAt: AT,
  recordedAt: new Date(AT.getTime() + 1000),
  reasonCode: undefined,
  facilityId: '0199f0c2-0000-7000-8000-000000000002',
};

describe("a message's body", () => {
  it('tells type, time and what happened; what is not known is null', () => {
    expect(JSON.parse(eventBody('order.arrived_at_facility', EVENT))).toEqual({
      type: 'order.arrived_at_facility',
      timestamp: '2026-11-23T12:00:01.000Z',
      data: {
        order_id: EVENT.orderId,
        reference: 'SO-10001',
        sequence: 7,
        code: 'arrived_at_facility',
        status: 'in_transit',
        payment_status: 'captured',
        occurred_at: '2026-11-23T12:00:00.000Z',
        recorded_at: '2026-11-23T12:00:01.000Z',
        reason_code: null,
        location: { facility_id: EVENT.facilityId },
      },
    });
    const bare = eventBody('order.paid', { ...EVENT, facilityId: undefined, paymentStatus: undefined });
    expect(JSON.parse(bare)).toMatchObject({ data: { location: null, payment_status: null } });
  });

  it('stays below its limit with the longest reference that an order may have', () => {
    const body = eventBody('order.paid', { ...EVENT, reference: '\u{1f4e6}'.repeat(100) });
    expect(Buffer.byteLength(body)).toBeLessThan(2000);
    expect(() => eventBody('order.paid', { ...EVENT, reference: 'x'.repeat(BODY_LIMIT_BYTES) })).toThrow(/too long/);
  });

  it('of a ping names the endpoint', () => {
    expect(JSON.parse(pingBody('an-id', AT))).toEqual({
      type: 'ping',
      timestamp: '2026-11-23T12:00:00.000Z',
      data: { endpoint_id: 'an-id' },
    });
  });
});

describe('event types', () => {
  it('are the codes of order events, each once', () => {
    expect(new Set(ORDER_EVENT_TYPES).size).toBe(ORDER_EVENT_TYPES.length);
    expect(ORDER_EVENT_TYPES).toContain(typeOfCode('delivered'));
  });

  it('choose what an endpoint hears; one that names none hears all', () => {
    expect(wants(null, 'order.paid')).toBe(true);
    expect(wants(['order.delivered'], 'order.delivered')).toBe(true);
    expect(wants(['order.delivered'], 'order.paid')).toBe(false);
  });
});
