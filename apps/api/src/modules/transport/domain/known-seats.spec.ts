import { describe, expect, it } from 'vitest';
import type { Departure } from './departure';
import { KnownSeats } from './known-seats';
import { allocateSeats } from './seat-allocation';

const departure = (tripId: number, departsMs: number): Departure => ({
  tripId,
  linkId: 1,
  departsMs,
  arrivesMs: departsMs + 10,
});
const REMEMBERED = [departure(11, 100), departure(12, 200), departure(13, 300)];
const RULES = { minTransferMs: 0, horizonMs: 1000 };
const NEEDS = [{ orderId: 'a', linkIds: [1], readyMs: 0 }];

describe('KnownSeats', () => {
  it('names the next departures that nobody has looked at', () => {
    const known = new KnownSeats(() => REMEMBERED);
    known.see(12, 0);
    expect(known.nextUnseen(departure(11, 100), 1)).toEqual([11]);
    expect(known.nextUnseen(departure(11, 100), 16)).toEqual([11, 13]);
  });

  it('asks the database before it believes that a link is full, and once only', () => {
    const known = new KnownSeats(() => REMEMBERED);
    for (const { tripId } of REMEMBERED) known.see(tripId, 0);
    const allocate = (): Map<number, number> =>
      known.uncheckedLinks(allocateSeats(NEEDS, known, RULES), RULES.horizonMs, 5000);
    expect(allocate()).toEqual(new Map([[1, 1000]]));
    known.replace(1, [{ ...departure(11, 100), free: 0 }], 1000);
    expect(allocate()).toEqual(new Map());
  });

  it('asks no further than the farthest departure that is ever made', () => {
    const known = new KnownSeats(() => []);
    expect(known.uncheckedLinks(allocateSeats(NEEDS, known, RULES), RULES.horizonMs, 400)).toEqual(new Map([[1, 400]]));
  });

  it('believes the database where memory says something else', () => {
    const known = new KnownSeats(() => REMEMBERED);
    known.replace(1, [{ ...departure(14, 150), free: 2 }], 1000);
    const allocation = allocateSeats(NEEDS, known, RULES);
    expect(known.seatsOf(allocation)).toEqual([{ tripId: 14, taken: 1, free: 2 }]);
    expect(allocation.assumed).toEqual([]);
  });
});
