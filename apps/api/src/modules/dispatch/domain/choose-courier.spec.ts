import { describe, expect, it } from 'vitest';
import { chooseCourier, type Delivery, type Whereabouts } from './choose-courier';
import type { OpenShift } from './shift-fit';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 6);

const door: Delivery = { lat: 39.9, lng: 116.4, weightG: 1_000, arrivesAtMs: NOW };
const nobodySeen: Whereabouts = { positions: new Map(), zoneCentre: { lat: 39.95, lng: 116.4 } };

function shift(id: number, courierId: string, changes: Partial<OpenShift> = {}): OpenShift {
  const times = { startsAtMs: NOW - HOUR, endsAtMs: NOW + 8 * HOUR };
  return { id, courierId, ...times, usedParcels: 0, freeParcels: 10, freeG: 50_000, ...changes };
}

function chosenShift(shifts: OpenShift[], where: Whereabouts = nobodySeen, delivery = door): number | undefined {
  const choice = chooseCourier(delivery, shifts, where, NOW);
  return choice.kind === 'chosen' ? choice.best.shift.id : undefined;
}

describe('chooseCourier', () => {
  it('takes the courier nearest to the door', () => {
    const positions = new Map([
      ['a', { lat: 39.8, lng: 116.4 }],
      ['b', { lat: 39.91, lng: 116.4 }],
    ]);
    const choice = chooseCourier(door, [shift(1, 'a'), shift(2, 'b')], { ...nobodySeen, positions }, NOW);
    expect(choice).toMatchObject({
      kind: 'chosen',
      best: { shift: { id: 2 }, distanceM: 1_112, from: 'position' },
      runnerUp: { shift: { id: 1 }, distanceM: 11_120 },
      considered: 2,
      rejected: {},
    });
  });

  it('measures from the middle of the zone where a courier was not seen', () => {
    const positions = new Map([['a', { lat: 39.8, lng: 116.4 }]]);
    const choice = chooseCourier(door, [shift(1, 'a'), shift(2, 'b')], { ...nobodySeen, positions }, NOW);
    expect(choice).toMatchObject({ best: { shift: { courierId: 'b' }, from: 'zone_centre' } });
  });

  it('prefers an earlier day to a nearer courier', () => {
    const positions = new Map([['near', { lat: 39.9, lng: 116.4 }]]);
    const tomorrow = { startsAtMs: NOW + 20 * HOUR, endsAtMs: NOW + 28 * HOUR };
    expect(chosenShift([shift(1, 'near', tomorrow), shift(2, 'far')], { ...nobodySeen, positions })).toBe(2);
  });

  it('breaks a tie of distance by load, then by courier id', () => {
    expect(chosenShift([shift(1, 'a', { usedParcels: 3 }), shift(2, 'b', { usedParcels: 2 })])).toBe(2);
    expect(chosenShift([shift(1, 'b'), shift(2, 'a')])).toBe(2);
  });

  it('names another courier as the runner-up, never a later shift of the same one', () => {
    const later = { startsAtMs: NOW + 9 * HOUR, endsAtMs: NOW + 12 * HOUR };
    const choice = chooseCourier(door, [shift(1, 'a'), shift(2, 'a', later)], nobodySeen, NOW);
    expect(choice).toMatchObject({ kind: 'chosen', best: { shift: { id: 1 } }, runnerUp: undefined });
  });

  it('counts why shifts were rejected', () => {
    const choice = chooseCourier(
      door,
      [
        shift(1, 'a', { freeParcels: 0 }),
        shift(2, 'b', { freeG: 999 }),
        shift(3, 'c', { endsAtMs: NOW + 60_000 }),
        shift(4, 'd', { freeParcels: 0 }),
      ],
      nobodySeen,
      NOW,
    );
    expect(choice).toEqual({ kind: 'none', considered: 4, rejected: { full: 2, too_heavy: 1, no_time: 1 } });
  });

  it('has nothing to offer in a zone without shifts', () => {
    expect(chooseCourier(door, [], nobodySeen, NOW)).toEqual({ kind: 'none', considered: 0, rejected: {} });
  });
});
