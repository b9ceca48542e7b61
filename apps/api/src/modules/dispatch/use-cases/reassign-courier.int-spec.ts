import { uuidv7 } from '#lib/kernel';
import { testDatabase, throwWatchFault, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CourierRequest } from '../domain/choose-batch';
import type { CourierMove } from '../domain/courier-move';
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

function move(request: CourierRequest, courierId: string): Promise<CourierMove> {
  return world.transaction((tx) => world.reassignCourier.execute(world.ctx, tx, { request, courierId }));
}

/** A zone in which `from` carries one parcel and `to`, who works tomorrow, has room for `parcels`. */
async function stage(parcels: number, changes: { grams?: number } = {}) {
  const zone = uuidv7();
  const from = await world.shift(zone, 20);
  const requests = Array.from({ length: 6 }, () => world.request(zone));
  await world.stage(requests);
  const to = await world.shift(zone, parcels, { from: 24, to: 32, ...changes });
  const [request] = requests;
  if (request === undefined) throw new Error('No order');
  return { zone, from, to, request, requests };
}

describe('moving a parcel to another courier', () => {
  it('takes room there, gives it back here, and says that a person chose', async () => {
    const { zone, from, to, request } = await stage(2);
    const moved = await move(request, to.courierId);
    expect(moved).toMatchObject({
      orderId: request.orderId,
      from: { shiftId: from.id, before: { parcels: 6, grams: 6_000 }, after: { parcels: 5, grams: 5_000 } },
      to: { shiftId: to.id, before: { parcels: 0, grams: 0 }, after: { parcels: 1, grams: 1_000 } },
    });
    expect(await world.used(zone)).toEqual({ parcels: 6, grams: 6_000, assignments: 6 });
    const assignment = await world.readAssignments.one(world.ctx, request.orderId);
    expect(assignment).toMatchObject({
      courierId: to.courierId,
      explanation: { chosen_by: 'operator', considered: 1 },
    });
  });

  it('lets a preview say the same and change nothing', async () => {
    const { zone, from, to, request } = await stage(2);
    const looked = await world.transaction((tx) =>
      world.reassignCourier.preview(tx, { request, courierId: to.courierId }),
    );
    expect(await world.used(zone)).toEqual({ parcels: 6, grams: 6_000, assignments: 6 });
    expect((await world.readAssignments.one(world.ctx, request.orderId)).courierId).toBe(from.courierId);
    expect(await move(request, to.courierId)).toEqual(looked);
  });

  it('wakes an order that waited for the room which it leaves', async () => {
    const zone = uuidv7();
    const full = await world.shift(zone, 1);
    const [held, waiting] = [world.request(zone), world.request(zone, { deliverBeforeMs: world.at(6).getTime() })];
    await world.stage([held]);
    await world.stage([waiting]);
    expect(await world.parked(zone)).toEqual([waiting.orderId]);
    const other = await world.shift(zone, 1, { from: 24, to: 32 });
    await world.takeWork();
    await move(held, other.courierId);
    expect(await world.takeWork()).toEqual([waiting.orderId]);
    expect(await world.stage([waiting])).toMatchObject([{ outcome: 'assigned', shiftId: full.id }]);
  });

  it('gives the last slot once, whoever races: moves, releases and the stage itself', async () => {
    const { zone, to, requests } = await stage(2);
    const tomorrow = { arrivesAtMs: world.at(23).getTime() };
    const racing = Array.from({ length: 3 }, () => world.request(zone, tomorrow));
    const outcomes = await Promise.allSettled([
      ...requests.slice(0, 5).map((request) => move(request, to.courierId)),
      ...racing.map((request) => world.stage([request])),
      world.release([requests[5]?.orderId ?? '']),
    ]);
    const faults = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code?: string }] : []));
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['dispatch.no_room']));
    const shifts = await world.readCouriers.shiftsOf(world.ctx, to.courierId, new Date(0), 5);
    expect(shifts).toMatchObject([{ usedParcels: 2, usedG: 2_000 }]);
    const { parcels, assignments } = await world.used(zone);
    expect(parcels).toBe(assignments);
  });

  it('refuses whom there is no time or room with, and moves nothing then', async () => {
    const { zone, from, to, request } = await stage(1, { grams: 500 });
    const noRoom = (rejected: object) => ({ kind: 'conflict', code: 'dispatch.no_room', context: { rejected } });
    await expect(move(request, to.courierId)).rejects.toMatchObject(noRoom({ too_heavy: 1 }));
    const early = { ...request, deliverBeforeMs: world.at(6).getTime() };
    await expect(move(early, to.courierId)).rejects.toMatchObject(noRoom({ outside_window: 1 }));
    await expect(move(request, await world.courier(zone))).rejects.toMatchObject(noRoom({}));
    await expect(move(request, from.courierId)).rejects.toMatchObject({ code: 'dispatch.same_courier' });
    await expect(move(request, uuidv7())).rejects.toMatchObject({ code: 'dispatch.unknown_courier' });
    await expect(move(world.request(zone), to.courierId)).rejects.toMatchObject({ code: 'dispatch.not_assigned' });
    const stranger = await world.shift(uuidv7(), 5);
    await expect(move(request, stranger.courierId)).rejects.toMatchObject({ code: 'dispatch.courier_elsewhere' });
    expect(await world.used(zone)).toEqual({ parcels: 6, grams: 6_000, assignments: 6 });
  });
});
