import { uuidv7 } from '#lib/kernel';
import { testDatabase, throwWatchFault, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Courier } from '../persistence/courier.entity';
import { DispatchWorld } from '../testing/dispatch-world';

let db: TestDatabase;
let world: DispatchWorld;

beforeAll(async () => {
  db = await testDatabase({ entities: [Courier] });
  world = new DispatchWorld(db.database, db.ctx, throwWatchFault);
  await world.start();
});
afterAll(() => db.close());

describe('assigning couriers', () => {
  it('takes room from the shift and stores why it is this courier', async () => {
    const zone = uuidv7();
    const shift = await world.shift(zone, 10);
    const other = await world.shift(zone, 10);
    const request = world.request(zone, { weightG: 700 });
    const [outcome] = await world.stage([request]);
    const best = shift.courierId < other.courierId ? shift : other;
    expect(outcome).toEqual({
      orderId: request.orderId,
      outcome: 'assigned',
      courierId: best.courierId,
      shiftId: best.id,
    });
    expect(await world.used(zone)).toEqual({ parcels: 1, grams: 700, assignments: 1 });
    expect(await world.readAssignments.one(world.ctx, request.orderId)).toEqual({
      orderId: request.orderId,
      courierId: best.courierId,
      shiftId: best.id,
      zoneId: zone,
      shiftEndsAt: best.endsAt,
      assignedAt: world.now,
      weightG: 700,
      explanation: {
        distance_m: 0,
        measured_from: 'zone_centre',
        considered: 2,
        rejected: {},
        runner_up: {
          courier_id: best === shift ? other.courierId : shift.courierId,
          shift_id: best === shift ? other.id : shift.id,
          distance_m: 0,
        },
      },
    });
  });

  it('answers the same again and takes nothing twice', async () => {
    const zone = uuidv7();
    await world.shift(zone, 10);
    const requests = [world.request(zone), world.request(zone)];
    const first = await world.stage(requests);
    expect(await world.stage(requests)).toEqual(first);
    expect(await world.used(zone)).toMatchObject({ parcels: 2, assignments: 2 });
  });

  it('never gives a slot twice, however many batches race for the last ones', async () => {
    const [east, west] = [uuidv7(), uuidv7()];
    await world.shift(east, 7);
    await world.shift(west, 5);
    const batches = Array.from({ length: 8 }, (_, index) =>
      // Every other batch names the zones the other way round: their locks must not deadlock.
      (index % 2 === 0 ? [east, west] : [west, east]).map((zone) => [world.request(zone), world.request(zone)]).flat(),
    );
    const outcomes = (await Promise.all(batches.map((batch) => world.stage(batch)))).flat();
    expect(outcomes.filter(({ outcome }) => outcome === 'assigned')).toHaveLength(12);
    expect(await world.used(east)).toMatchObject({ parcels: 7, assignments: 7 });
    expect(await world.used(west)).toMatchObject({ parcels: 5, assignments: 5 });
    expect(await world.parked(east)).toHaveLength(9);
    expect(await world.parked(west)).toHaveLength(11);
  });

  it('carries no more grams than a shift has, and says so', async () => {
    const zone = uuidv7();
    await world.shift(zone, 10, { grams: 1_500 });
    const heavy = world.request(zone, { weightG: 1_000 });
    const tooHeavy = world.request(zone, { weightG: 501 });
    const light = world.request(zone, { weightG: 500 });
    const outcomes = await world.stage([heavy, tooHeavy, light]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['assigned', 'no_courier', 'assigned']);
    expect(outcomes[1]).toMatchObject({
      zoneId: zone,
      detail: { rejected: { too_heavy: 1 }, weight_g: 501, deliver_before: null },
    });
    expect(await world.used(zone)).toMatchObject({ parcels: 2, grams: 1_500 });
  });

  it('keeps to the window of the recipient and to the arrival at the station', async () => {
    const zone = uuidv7();
    const today = await world.shift(zone, 10, { from: 0, to: 8 });
    const tomorrow = await world.shift(zone, 10, { from: 24, to: 32 });
    const outcomes = await world.stage([
      world.request(zone),
      world.request(zone, { arrivesAtMs: world.at(7.9).getTime() }),
      world.request(zone, { deliverAfterMs: world.at(20).getTime() }),
      world.request(zone, { arrivesAtMs: world.at(9).getTime(), deliverBeforeMs: world.at(23).getTime() }),
    ]);
    expect(outcomes.map((one) => (one.outcome === 'assigned' ? one.shiftId : one.outcome))).toEqual([
      today.id,
      tomorrow.id,
      tomorrow.id,
      'no_courier',
    ]);
  });

  it('prefers the courier who was seen nearest, unless that was long ago', async () => {
    const zone = uuidv7();
    const [far, near] = [await world.shift(zone, 10), await world.shift(zone, 10)];
    const save = (courierId: string, lat: number, recordedAt: Date) =>
      world.recordPosition.execute(world.ctx, courierId, { lat, lng: 116.4 }, recordedAt);
    await save(near.courierId, 39.91, world.at(-0.1));
    await save(far.courierId, 39.99, world.at(-0.1));
    await save(far.courierId, 39.9, world.at(-0.2));
    await save(far.courierId, 39.9, world.at(-0.6));
    world.now = world.at(0.01);
    const [outcome] = await world.stage([world.request(zone, { lat: 39.92 })]);
    expect(outcome).toMatchObject({ courierId: near.courierId });
    const found = await world.readAssignments.list(world.ctx, { courierId: near.courierId, limit: 10 });
    expect(found).toMatchObject([{ explanation: { measured_from: 'position', distance_m: 1_112 } }]);
    world.now = world.at(1);
    const [later] = await world.stage([world.request(zone, { lat: 39.92 })]);
    expect(later).toMatchObject({ courierId: far.courierId });
  });

  it('parks an order of a zone without couriers', async () => {
    const zone = uuidv7();
    const [outcome] = await world.stage([world.request(zone)]);
    expect(outcome).toMatchObject({ outcome: 'no_courier', detail: { message: 'The zone has no shift ahead' } });
  });
});
