import { describe, expect, it } from 'vitest';
import { rejectionOf, SERVICE_TIME_MS, withParcel, type OpenShift } from './shift-fit';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 6);

const shift: OpenShift = {
  id: 1,
  courierId: 'a',
  startsAtMs: NOW + HOUR,
  endsAtMs: NOW + 5 * HOUR,
  usedParcels: 4,
  freeParcels: 1,
  freeG: 2_000,
};
const parcel = { weightG: 2_000, arrivesAtMs: NOW };

describe('rejectionOf', () => {
  it('accepts a parcel that takes the last slot and the last gram', () => {
    expect(rejectionOf(shift, parcel, NOW)).toBeUndefined();
  });

  it('refuses one gram too much and one parcel too many', () => {
    expect(rejectionOf(shift, { ...parcel, weightG: 2_001 }, NOW)).toBe('too_heavy');
    expect(rejectionOf(withParcel(shift, 0), parcel, NOW)).toBe('full');
  });

  it('needs time to serve between the arrival at the station and the end of the shift', () => {
    const last = shift.endsAtMs - SERVICE_TIME_MS;
    expect(rejectionOf(shift, { ...parcel, arrivesAtMs: last }, NOW)).toBeUndefined();
    expect(rejectionOf(shift, { ...parcel, arrivesAtMs: last + 1 }, NOW)).toBe('no_time');
    expect(rejectionOf(shift, parcel, last + 1)).toBe('no_time');
  });

  it('needs time to serve within the window that the recipient asked for', () => {
    const evening = { ...parcel, deliverAfterMs: shift.endsAtMs - SERVICE_TIME_MS };
    expect(rejectionOf(shift, evening, NOW)).toBeUndefined();
    expect(rejectionOf(shift, { ...evening, deliverAfterMs: evening.deliverAfterMs + 1 }, NOW)).toBe('outside_window');
    const morning = { ...parcel, deliverBeforeMs: shift.startsAtMs + SERVICE_TIME_MS };
    expect(rejectionOf(shift, morning, NOW)).toBeUndefined();
    expect(rejectionOf(shift, { ...morning, deliverBeforeMs: shift.startsAtMs }, NOW)).toBe('outside_window');
  });
});
