import { uuidv7 } from '#lib/kernel';
import { testDatabase, throwWatchFault, type TestDatabase } from '#lib/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minutesOf, weekdayBits } from '../domain/weekly-schedule';
import { Courier } from '../persistence/courier.entity';
import { DispatchWorld } from '../testing/dispatch-world';

let db: TestDatabase;
let world: DispatchWorld;
let zone: string;

const MONDAY_MORNING = new Date('2026-11-23T06:00:00Z');
const daily = [{ weekdays: 127, ...minutesOf('08:00', '18:00') }];

beforeAll(async () => {
  db = await testDatabase({ entities: [Courier] });
  world = new DispatchWorld(db.database, db.ctx, throwWatchFault);
  await world.start();
});
afterAll(() => db.close());
beforeEach(() => {
  zone = uuidv7();
});
afterEach(async () => {
  world.now = MONDAY_MORNING;
  await world.takeWork();
});

async function spans(courierId: string): Promise<string[]> {
  const shifts = await world.readCouriers.shiftsOf(world.ctx, courierId, new Date(0), 100);
  return shifts
    .filter((shift) => !shift.closed)
    .map(({ startsAt, endsAt }) => `${startsAt.toISOString().slice(5, 16)} ${endsAt.toISOString().slice(5, 16)}`);
}

describe('laying out shifts', () => {
  it('reaches 72 hours ahead, at once for a new courier', async () => {
    const courierId = await world.courier(zone, daily);
    expect(await spans(courierId)).toEqual([
      '11-23T08:00 11-23T18:00',
      '11-24T08:00 11-24T18:00',
      '11-25T08:00 11-25T18:00',
    ]);
  });

  it('keeps to the days of the week and to the night shift that began yesterday', async () => {
    const nights = [{ weekdays: weekdayBits(['sun', 'tue']), ...minutesOf('22:00', '07:00') }];
    const courierId = await world.courier(zone, nights);
    expect(await spans(courierId)).toEqual(['11-22T22:00 11-23T07:00', '11-24T22:00 11-25T07:00']);
  });

  it('adds what came within the horizon, once, whichever process does it', async () => {
    const courierId = await world.courier(zone, daily);
    world.now = world.at(24);
    await Promise.all([1, 2, 3].map(() => world.layOutShifts.execute(world.ctx)));
    expect(await world.layOutShifts.execute(world.ctx)).toBe(0);
    expect(await spans(courierId)).toHaveLength(4);
  });

  it('wakes orders that waited for a day that was not laid out yet', async () => {
    await world.courier(zone, daily);
    const request = world.request(zone, { deliverAfterMs: world.at(74).getTime() });
    await world.stage([request]);
    await world.layOutShifts.execute(world.ctx);
    expect(await world.takeWork()).toEqual([]);
    world.now = world.at(24);
    await world.layOutShifts.execute(world.ctx);
    expect(await world.takeWork()).toEqual([request.orderId]);
    expect(await world.stage([request])).toMatchObject([{ outcome: 'assigned' }]);
  });

  it('forgets empty shifts a week after their end and keeps those that carried something', async () => {
    const courierId = await world.courier(zone, daily);
    await world.stage([world.request(zone)]);
    world.now = world.at(24 * 11);
    await world.layOutShifts.execute(world.ctx);
    const [first, second] = await spans(courierId);
    expect([first, second]).toEqual(['11-23T08:00 11-23T18:00', '12-04T08:00 12-04T18:00']);
  });
});

describe('changing couriers', () => {
  it('follows a new schedule at once, but leaves given orders where they are', async () => {
    const courierId = await world.courier(zone, daily);
    await world.stage([world.request(zone)]);
    const evenings = [{ weekdays: 127, ...minutesOf('19:00', '21:00') }];
    await world.changeSchedule.execute(world.ctx, courierId, 1, evenings);
    expect(await spans(courierId)).toEqual([
      '11-23T19:00 11-23T21:00',
      '11-24T19:00 11-24T21:00',
      '11-25T19:00 11-25T21:00',
    ]);
    expect(await world.used(zone)).toMatchObject({ parcels: 1, assignments: 1 });
  });

  it('lengthens a shift that carries parcels, in every process', async () => {
    const courierId = await world.courier(zone, daily);
    const [given] = await world.stage([world.request(zone)]);
    const longer = [{ weekdays: 127, ...minutesOf('08:00', '22:00') }];
    await world.changeSchedule.execute(world.ctx, courierId, 1, longer);
    await world.refresh();
    const evening = world.request(zone, {
      deliverAfterMs: world.at(14).getTime(),
      deliverBeforeMs: world.at(16).getTime(),
    });
    const [later] = await world.stage([evening]);
    expect(later).toMatchObject({ outcome: 'assigned', shiftId: given?.outcome === 'assigned' ? given.shiftId : 0 });
  });

  it('refuses a schedule decided on an older version, and one that overlaps itself', async () => {
    const courierId = await world.courier(zone, daily);
    await expect(world.changeSchedule.execute(world.ctx, courierId, 2, [])).rejects.toMatchObject({ kind: 'stale' });
    const both = [...daily, { weekdays: 1, ...minutesOf('17:00', '20:00') }];
    await expect(world.changeSchedule.execute(world.ctx, courierId, 1, both)).rejects.toMatchObject({
      code: 'dispatch.schedule_overlaps',
    });
  });

  it('takes the shifts of an inactive courier away and gives them back', async () => {
    const courierId = await world.courier(zone, daily);
    await world.stage([world.request(zone)]);
    await world.changeCourier.execute(world.ctx, courierId, 1, { active: false });
    expect(await spans(courierId)).toEqual([]);
    const waiting = world.request(zone);
    expect(await world.stage([waiting])).toMatchObject([{ outcome: 'no_courier' }]);
    await world.changeCourier.execute(world.ctx, courierId, 2, { active: true });
    expect(await spans(courierId)).toHaveLength(3);
    expect(await world.takeWork()).toEqual([waiting.orderId]);
  });

  it('moves a courier with its coming shifts to another zone', async () => {
    const courierId = await world.courier(zone, daily);
    const elsewhere = uuidv7();
    const waiting = world.request(elsewhere);
    await world.stage([waiting]);
    await world.changeCourier.execute(world.ctx, courierId, 1, { zoneId: elsewhere });
    expect(await world.takeWork()).toEqual([waiting.orderId]);
    const outcomes = await world.stage([waiting, world.request(zone)]);
    expect(outcomes).toMatchObject([{ outcome: 'assigned', courierId }, { outcome: 'no_courier' }]);
  });

  it('never takes room away that is used, and wakes orders for more', async () => {
    const courierId = await world.courier(zone, daily);
    await world.stage(
      Array.from({ length: 10 }, () => world.request(zone, { deliverBeforeMs: world.at(13).getTime() })),
    );
    await world.changeCourier.execute(world.ctx, courierId, 1, { capacityParcels: 4 });
    const today = { deliverBeforeMs: world.at(13).getTime() };
    const waiting = [world.request(zone, today), world.request(zone, today)];
    expect(await world.stage(waiting)).toMatchObject([{ outcome: 'no_courier' }, { outcome: 'no_courier' }]);
    await world.changeCourier.execute(world.ctx, courierId, 2, { capacityParcels: 11 });
    expect(await world.takeWork()).toEqual([waiting[0]?.orderId]);
  });

  it('refuses a single shift that overlaps another, and wakes orders for one that does not', async () => {
    const courierId = await world.courier(zone, daily);
    const shift = (from: number, to: number) =>
      world.transaction((tx) =>
        world.addShift.execute(world.ctx, tx, { courierId, startsAt: world.at(from), endsAt: world.at(to) }),
      );
    await expect(shift(11, 13)).rejects.toMatchObject({ kind: 'conflict', code: 'dispatch.shift_overlaps' });
    const night = world.request(zone, {
      deliverAfterMs: world.at(13).getTime(),
      deliverBeforeMs: world.at(15).getTime(),
    });
    await world.stage([night]);
    await shift(12, 16);
    expect(await world.takeWork()).toEqual([night.orderId]);
    await expect(shift(20, 19)).rejects.toMatchObject({ code: 'dispatch.shift_times' });
  });
});
