import { describe, expect, it } from 'vitest';
import { fullness, zonePoints } from './zone-dispatch';

const SHIFT = {
  id: 1,
  starts_at: '',
  ends_at: '',
  capacity_parcels: 10,
  capacity_g: 1_000,
  used_parcels: 2,
  used_g: 900,
};
const ORDER = { order_id: 'o', reference: 'SO-1', status: 'waybill_created', lat: 2, lng: 2 };
const MORE = { couriers: false, waiting: false, unassigned: false };

describe("a zone's dispatch", () => {
  it('is as full as what runs out first', () => {
    expect(fullness(SHIFT)).toBe(90);
    expect(fullness({ ...SHIFT, used_parcels: 10 })).toBe(100);
  });

  it('shows couriers where they were seen, and every door that nobody goes to', () => {
    const courier = { id: 'c', name: 'Wang', vehicle: 'van', shift: SHIFT, position: null };
    const seen = { ...courier, id: 'd', position: { lat: 1, lng: 1, recorded_at: '' } };
    const unassigned = [{ ...ORDER, order_id: 'u', code: 'capacity', detail: {}, since: '' }];
    const zone = { id: 'z', name: 'North', lat: 0, lng: 0 };
    const points = zonePoints({ zone, couriers: [courier, seen], waiting: [ORDER], unassigned, more: MORE });
    expect(points.map(({ id, tone }) => [id, tone])).toEqual([
      ['z', 'muted'],
      ['o', 'info'],
      ['u', 'error'],
      ['d', 'primary'],
    ]);
  });
});
