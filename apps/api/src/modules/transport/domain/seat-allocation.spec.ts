import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Departure } from './departure';
import { allocateSeats, type SeatNeed, type SeatRules, type SeatSupply } from './seat-allocation';

const RULES: SeatRules = { minTransferMs: 2, horizonMs: 20 };

interface Trip extends Departure {
  readonly free: number;
}

function supplyOf(trips: readonly Trip[]): SeatSupply {
  const sorted = trips.toSorted((a, b) => a.departsMs - b.departsMs);
  return {
    departures: (linkId) => sorted.filter((trip) => trip.linkId === linkId),
    free: (tripId) => trips.find((trip) => trip.tripId === tripId)?.free,
  };
}

const trip = (tripId: number, linkId: number, departsMs: number, free: number, arrivesMs = departsMs + 3): Trip => ({
  tripId,
  linkId,
  departsMs,
  arrivesMs,
  free,
});
const need = (orderId: string, linkIds: number[], readyMs = 0): SeatNeed => ({ orderId, linkIds, readyMs });
const tripsOf = (results: ReturnType<typeof allocateSeats>['results']): unknown[] =>
  results.map((result) =>
    result.kind === 'seated' ? result.departures.map((departure) => departure.tripId) : `full ${result.linkId}`,
  );

describe('allocateSeats', () => {
  it('gives the earliest departure, and the next one when that is full', () => {
    const { results, taken } = allocateSeats(
      [need('a', [1]), need('b', [1]), need('c', [1])],
      supplyOf([trip(11, 1, 1, 1), trip(12, 1, 5, 1)]),
      RULES,
    );
    expect(tripsOf(results)).toEqual([[11], [12], 'full 1']);
    expect([...taken]).toEqual([
      [11, 1],
      [12, 1],
    ]);
  });

  it('waits for the transfer between two legs', () => {
    const supply = supplyOf([trip(11, 1, 1, 9), trip(21, 2, 5, 9), trip(22, 2, 6, 9)]);
    expect(tripsOf(allocateSeats([need('a', [1, 2])], supply, RULES).results)).toEqual([[11, 22]]);
  });

  it('takes no seat on the first leg for an order that finds none on the second', () => {
    const supply = supplyOf([trip(11, 1, 1, 1), trip(21, 2, 9, 0)]);
    const { results, taken } = allocateSeats([need('a', [1, 2]), need('b', [1])], supply, RULES);
    expect(tripsOf(results)).toEqual(['full 2', [11]]);
    expect([...taken]).toEqual([[11, 1]]);
  });

  it('takes nothing that leaves after the horizon, counted from when the parcel is there', () => {
    const supply = supplyOf([trip(11, 1, 20, 9), trip(21, 2, 46, 9)]);
    const { results } = allocateSeats([need('a', [1, 2]), need('b', [1])], supply, RULES);
    expect(results[0]).toMatchObject({ kind: 'full', linkId: 2, fromMs: 25 });
    expect(tripsOf(results)[1]).toEqual([11]);
  });

  it('names the trips whose seats it only assumed', () => {
    const supply: SeatSupply = { departures: () => [trip(11, 1, 1, 0)], free: () => undefined };
    const { results, assumed } = allocateSeats([need('a', [1]), need('b', [1])], supply, RULES);
    expect(tripsOf(results)).toEqual([[11], [11]]);
    expect(assumed.map((departure) => departure.tripId)).toEqual([11]);
  });

  const tripLists = fc
    .array(fc.record({ linkId: fc.integer({ min: 1, max: 3 }), departsMs: fc.nat(40), free: fc.nat(2) }), {
      maxLength: 30,
      size: 'max',
    })
    .map((rows) => rows.map((row, index) => trip(100 + index, row.linkId, row.departsMs, row.free)));
  const needLists = fc
    .array(fc.record({ linkIds: fc.shuffledSubarray([1, 2, 3], { minLength: 1 }), readyMs: fc.nat(15) }), {
      maxLength: 12,
      size: 'max',
    })
    .map((rows) => rows.map((row, index) => need(`order-${index}`, row.linkIds, row.readyMs)));

  it('never gives more seats than a trip has, and counts what it gives', () => {
    fc.assert(
      fc.property(tripLists, needLists, (trips, needs) => {
        const { results, taken } = allocateSeats(needs, supplyOf(trips), RULES);
        const given = new Map<number, number>();
        for (const result of results) {
          if (result.kind === 'full') continue;
          for (const { tripId } of result.departures) given.set(tripId, (given.get(tripId) ?? 0) + 1);
        }
        expect(given).toEqual(taken);
        for (const each of trips) expect(given.get(each.tripId) ?? 0).toBeLessThanOrEqual(each.free);
      }),
    );
  });

  it('lets every leg leave after the parcel is there and within the horizon', () => {
    fc.assert(
      fc.property(tripLists, needLists, (trips, needs) => {
        const { results } = allocateSeats(needs, supplyOf(trips), RULES);
        results.forEach((result, index) => {
          if (result.kind === 'full') return;
          expect(result.departures.map((departure) => departure.linkId)).toEqual(needs[index]?.linkIds);
          let thereMs = needs[index]?.readyMs ?? 0;
          for (const departure of result.departures) {
            expect(departure.departsMs).toBeGreaterThanOrEqual(thereMs);
            expect(departure.departsMs).toBeLessThanOrEqual(thereMs + RULES.horizonMs);
            thereMs = departure.arrivesMs + RULES.minTransferMs;
          }
        });
      }),
    );
  });

  it('leaves no order behind that one of the seats left over would serve', () => {
    fc.assert(
      fc.property(tripLists, needLists, (trips, needs) => {
        const { results, taken } = allocateSeats(needs, supplyOf(trips), RULES);
        for (const result of results) {
          if (result.kind === 'seated') continue;
          const left = trips.filter(
            (each) =>
              each.linkId === result.linkId &&
              each.departsMs >= result.fromMs &&
              each.departsMs <= result.fromMs + RULES.horizonMs &&
              each.free > (taken.get(each.tripId) ?? 0),
          );
          // Seats are only ever taken: what is left at the end was there when this order was refused.
          expect(left).toEqual([]);
        }
      }),
    );
  });
});
