import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseBatch, type CourierRequest } from './choose-batch';
import type { OpenShift } from './shift-fit';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 6);

function shift(id: number, freeParcels: number, freeG: number): OpenShift {
  const times = { startsAtMs: NOW, endsAtMs: NOW + 8 * HOUR };
  return { id, courierId: `courier-${id}`, ...times, usedParcels: 0, freeParcels, freeG };
}

function request(orderId: string, zoneId: string, weightG: number): CourierRequest {
  return { orderId, zoneId, lat: 0, lng: 0, weightG, arrivesAtMs: NOW };
}

function decide(requests: CourierRequest[], shifts: Record<string, OpenShift[]>): (number | undefined)[] {
  const supply = { shifts: new Map(Object.entries(shifts)), positions: new Map(), zoneCentres: new Map() };
  return chooseBatch(requests, supply, NOW).map(({ choice }) =>
    choice.kind === 'chosen' ? choice.best.shift.id : undefined,
  );
}

describe('chooseBatch', () => {
  it('gives the last slot to the first order and sends the next one elsewhere', () => {
    const orders = ['1', '2', '3'].map((id) => request(id, 'z', 10));
    expect(decide(orders, { z: [shift(1, 1, 100), shift(2, 1, 100)] })).toEqual([1, 2, undefined]);
  });

  it('keeps zones apart', () => {
    expect(decide([request('1', 'y', 10), request('2', 'z', 10)], { y: [], z: [shift(2, 1, 100)] })).toEqual([
      undefined,
      2,
    ]);
  });

  it('passes over an order that is too heavy for what is left and serves a lighter one after it', () => {
    const orders = [request('1', 'z', 60), request('2', 'z', 60), request('3', 'z', 40)];
    expect(decide(orders, { z: [shift(1, 5, 100)] })).toEqual([1, undefined, 1]);
  });

  it('never gives away more than there is', () => {
    const shifts = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 500 })), {
      maxLength: 6,
    });
    const weights = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 });
    fc.assert(
      fc.property(shifts, weights, (capacities, grams) => {
        const supply = capacities.map(([parcels, freeG], index) => shift(index, parcels, freeG));
        const orders = grams.map((weightG, index) => request(String(index), 'z', weightG));
        const chosen = decide(orders, { z: supply });
        for (const { id, freeParcels, freeG } of supply) {
          const carried = grams.filter((_, index) => chosen[index] === id);
          expect(carried.length).toBeLessThanOrEqual(freeParcels);
          expect(carried.reduce((sum, weightG) => sum + weightG, 0)).toBeLessThanOrEqual(freeG);
        }
      }),
    );
  });
});
