import { eventually, testDatabase, type TestDatabase } from '#lib/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TripOutcome, TripRequest } from '../use-cases/assign-trips';
import { PlanTrips } from '../use-cases/plan-trips';
import { ResumeSeatableOrders } from '../use-cases/resume-seatable-orders';
import { hours, order, START, TransportWorld } from './transport-world';

const HOUR_S = 3600;

/** The departure of each leg in hours after START, or what stood in the way. */
async function departuresOf(world: TransportWorld, outcome: TripOutcome | undefined): Promise<unknown> {
  if (outcome?.outcome !== 'seated') return outcome?.outcome;
  return world.departureHours(outcome.tripIds);
}

describe('seats', () => {
  let db: TestDatabase;
  let world: TransportWorld;
  let other: TransportWorld;

  beforeAll(async () => {
    db = await testDatabase();
    [world, other] = await Promise.all([TransportWorld.open(db.url), TransportWorld.open(db.url)]);
  });
  afterAll(async () => {
    await Promise.all([world.close(), other.close()]);
    await db.close();
  });
  beforeEach(() => {
    world.clock.set(START);
    other.clock.set(START);
  });

  const usedOf = async (linkId: number): Promise<number[]> => (await world.trips(linkId)).map((trip) => trip.used);
  const seated = (outcomes: readonly TripOutcome[]): number =>
    outcomes.filter((outcome) => outcome.outcome === 'seated').length;

  it('gives a seat on the earliest departure of every leg after the parcel is there', async () => {
    const [first = 0, second = 0] = await world.links(2 * HOUR_S, HOUR_S);
    await world.timetables(first, [0, 6, 12, 18], 5);
    await world.timetables(second, [1, 8.25, 8.75, 20], 5);
    const [outcome] = await world.assign(order([first, second], hours(1)));
    // Leaves at 6, is there at 8, and needs half an hour to change.
    expect(await departuresOf(world, outcome)).toEqual([6, 8.75]);
    expect(outcome).toMatchObject({ arrivesAt: hours(9.75) });
  });

  it('takes the next departure when one is full, and none twice', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3, 6], 2);
    const outcomes = await world.assign(...Array.from({ length: 5 }, () => order([link])));
    expect(await Promise.all(outcomes.map((outcome) => departuresOf(world, outcome)))).toEqual([
      [3],
      [3],
      [6],
      [6],
      [27],
    ]);
    expect((await usedOf(link)).slice(0, 3)).toEqual([2, 2, 1]);
  });

  it('says which link is full, and takes no seat on the others', async () => {
    const [first = 0, second = 0] = await world.links(HOUR_S, HOUR_S);
    await world.timetables(first, [2], 9);
    const [outcome] = await world.assign(order([first, second]));
    expect(outcome).toMatchObject({ outcome: 'full', linkId: second });
    expect(await usedOf(first)).not.toContain(1);
  });

  it('needs no trip for an order that leaves from its own station', async () => {
    const readyAt = hours(4);
    const [outcome] = await world.assign(order([], readyAt));
    expect(outcome).toMatchObject({ outcome: 'seated', tripIds: [], arrivesAt: readyAt });
  });

  it('answers a second booking like the first, without another seat', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 2);
    const [one, two] = [order([link]), order([link])];
    const before = await world.assign(one);
    const after = await other.assign(one, two);
    expect(after[0]).toEqual(before[0]);
    expect((await usedOf(link))[0]).toBe(2);
    const found = await world.transaction((tx) => world.transport.seats(world.ctx, tx, [one.orderId]));
    expect(found).toEqual([{ orderId: one.orderId, tripIds: [expect.any(Number)], arrivesAt: hours(4) }]);
  });

  it('gives the last seat to one of two batches that race for it', async () => {
    for (let round = 0; round < 8; round++) {
      const [link = 0] = await world.links(HOUR_S);
      await world.timetables(link, [3], 1);
      // Two departures lie within the horizon: two seats for three orders.
      const outcomes = await Promise.all([world.assign(order([link]), order([link])), other.assign(order([link]))]);
      expect(seated(outcomes.flat())).toBe(2);
      expect(await usedOf(link)).toEqual([1, 1]);
    }
  });

  it('gives seats back once, however often they are released', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 3);
    const orders = [order([link]), order([link])];
    await world.assign(...orders);
    const ids = orders.map((each) => each.orderId);
    await Promise.all([world.release(...ids), other.release(...ids)]);
    await world.release(...ids);
    expect((await usedOf(link))[0]).toBe(0);
    expect((await world.assign(...orders)).map((outcome) => outcome.outcome)).toEqual(['seated', 'seated']);
    expect((await usedOf(link))[0]).toBe(2);
  });

  it('lets a later batch have the seat that was given back, on the same departure', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 1);
    const one = order([link]);
    await world.assign(one);
    await other.release(one.orderId);
    expect(await departuresOf(world, (await world.assign(order([link])))[0])).toEqual([3]);
  });

  it('resumes as many waiting orders as seats come back, the oldest first', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 1);
    // The departures of the two days within the horizon.
    const holders = [order([link]), order([link])];
    const waiting = [order([link]), order([link])];
    expect(seated(await world.assignOrPark(...holders, ...waiting))).toBe(2);
    await other.release(holders[1]?.orderId ?? '');
    const resumed = await world.resumed();
    expect(resumed).toContain(waiting[0]?.orderId);
    expect(resumed).not.toContain(waiting[1]?.orderId);
  });

  it('leaves no order parked unseen when a seat comes back while it is being refused', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 1);
    const holders = [order([link]), order([link])];
    await world.assign(...holders);
    const late = order([link]);
    // The refusal is decided but not committed while the release runs in another process.
    let released: Promise<void> = Promise.resolve();
    await world.transaction(async (tx) => {
      const [outcome] = await world.transport.assignTrips(world.ctx, tx, [late]);
      expect(outcome?.outcome).toBe('full');
      released = other.release(holders[0]?.orderId ?? '');
      await eventually(
        () => other.waiters(),
        (waiters) => waiters > 0,
      );
      world.parkFor(tx, late.orderId, link);
    });
    await released;
    expect(await world.resumed()).toContain(late.orderId);
  });

  it('resumes waiting orders when the timetable brings new trips', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 1);
    const orders = [order([link]), order([link]), order([link])];
    expect(seated(await world.assignOrPark(...orders))).toBe(2);
    world.clock.set(hours(48));
    await world.get(PlanTrips).execute(world.ctx);
    expect(await world.resumed()).toContain(orders[2]?.orderId);
  });

  it('finds orders that wait although there are seats, because others did not use theirs', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 9);
    const forgotten = order([link]);
    await world.transaction((tx) => world.parkFor(tx, forgotten.orderId, link));
    await world.get(ResumeSeatableOrders).execute(world.ctx);
    expect(await world.resumed()).toContain(forgotten.orderId);
  });

  it('makes the departures that a parcel needs beyond the horizon', async () => {
    const [first = 0, second = 0] = await world.links(60 * HOUR_S, HOUR_S);
    await world.timetables(first, [3], 5);
    await world.timetables(second, [12], 5);
    const [outcome] = await world.assign(order([first, second]));
    // There after 63 hours: the departure on the third day is more than 48 hours ahead.
    expect(await departuresOf(world, outcome)).toEqual([3, 84]);
  });

  it('does without memory: a process that has not seen the trips yet seats like the others', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [3], 1);
    expect(await departuresOf(other, (await other.assign(order([link])))[0])).toEqual([3]);
  });

  it('never gives more seats than there are, whatever runs at the same time', async () => {
    const step = fc.record({ orders: fc.integer({ min: 1, max: 4 }), release: fc.array(fc.nat(30), { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, step), { minLength: 1, maxLength: 4 }), async (rounds) => {
        const links = await world.links(HOUR_S, HOUR_S);
        for (const link of links) await world.timetables(link, [3, 7], 2);
        const placed: TripRequest[] = [];
        const run = async (in_: TransportWorld, orders: number, picks: number[]): Promise<void> => {
          const requests = Array.from({ length: orders }, (_, index) => order(index % 2 ? links : links.slice(1)));
          const released = picks.flatMap((pick) => placed[pick]?.orderId ?? []);
          placed.push(...requests);
          await in_.assignOrPark(...requests);
          await in_.release(...released);
        };
        for (const [a, b] of rounds) {
          await Promise.all([run(world, a.orders, a.release), run(other, b.orders, b.release)]);
        }
        for (const link of links) {
          const booked = await world.bookedSeats(link);
          expect((await world.trips(link)).map((trip) => [trip.id, trip.used])).toEqual(
            (await world.trips(link)).map((trip) => [trip.id, booked.get(trip.id) ?? 0]),
          );
        }
      }),
      { numRuns: 12 },
    );
  });
});
