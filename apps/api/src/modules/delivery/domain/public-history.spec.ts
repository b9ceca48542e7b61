import type { TrackingEntry } from '#module/order';
import { describe, expect, it } from 'vitest';
import { isUnderway, publicHistory, publicStatusNow } from './public-history';

function entry(sequence: number, code: string, changes: Partial<TrackingEntry> = {}): TrackingEntry {
  const at = new Date(sequence * 1_000);
  return { sequence, code, status: 'in_transit', occurredAt: at, recordedAt: at, ...changes };
}

describe('public history', () => {
  it('leaves inner events and reasons out and gives the others their public names', () => {
    const entries = [
      entry(1, 'received', { status: 'pre_transit' }),
      entry(2, 'paid', { status: 'pre_transit' }),
      entry(3, 'waybill_created', { status: 'pre_transit' }),
      entry(4, 'dispatched', { status: 'pre_transit' }),
      entry(5, 'delayed', { reasonCode: 'consignee_absent', facilityId: 'f' }),
      entry(6, 'constructor'),
    ];
    expect(publicHistory(entries)).toEqual([
      { code: 'label_created', status: 'pre_transit', occurredAt: new Date(3_000), facilityId: undefined },
      { code: 'courier_assigned', status: 'pre_transit', occurredAt: new Date(4_000), facilityId: undefined },
      { code: 'delayed', status: 'in_transit', occurredAt: new Date(5_000), facilityId: 'f' },
    ]);
  });

  it('puts a late scan where it belongs, which moves nothing back', () => {
    const entries = [
      entry(1, 'picked_up'),
      entry(2, 'out_for_delivery', { status: 'out_for_delivery' }),
      entry(3, 'arrived_at_facility', { status: 'out_for_delivery', occurredAt: new Date(1_500) }),
    ];
    expect(publicHistory(entries).map(({ code }) => code)).toEqual([
      'picked_up',
      'arrived_at_facility',
      'out_for_delivery',
    ]);
    expect(publicStatusNow(entries)).toBe('out_for_delivery');
  });

  it('shows damage as a failure although the parcel goes on', () => {
    expect(publicHistory([entry(1, 'damaged')])).toMatchObject([{ status: 'failure' }]);
    expect(publicStatusNow([entry(1, 'damaged')])).toBe('in_transit');
    expect(publicStatusNow([])).toBe('pre_transit');
  });

  it('expects no arrival once that is settled', () => {
    expect(isUnderway('out_for_delivery')).toBe(true);
    expect(isUnderway('delivered')).toBe(false);
    expect(isUnderway('return_to_sender')).toBe(false);
  });
});
