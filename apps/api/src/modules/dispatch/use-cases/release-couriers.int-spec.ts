import { statement } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { testDatabase, throwWatchFault, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CourierRequest } from '../domain/choose-batch';
import { Courier } from '../persistence/courier.entity';
import { DispatchWorld } from '../testing/dispatch-world';

let db: TestDatabase;
let world: DispatchWorld;
let zone: string;

beforeAll(async () => {
  db = await testDatabase({ entities: [Courier] });
  world = new DispatchWorld(db.database, db.ctx, throwWatchFault);
  await world.start();
});
afterAll(() => db.close());
beforeEach(() => {
  zone = uuidv7();
});

const WAITING = statement(
  'dispatch-test.waiting-backends',
  `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
);

/** Resolves when `other` is over or waits for a lock: whatever it may do meanwhile, it has done. */
async function settledOrBlocked(other: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => (isOver = true);
  void other.then(end, end);
  await vi.waitFor(
    async () => {
      const [row] = await db.database.statements(db.ctx).query<{ count: number }>(WAITING);
      expect(isOver || row?.count === 1).toBe(true);
    },
    { interval: 5, timeout: 5_000 },
  );
}

/** Fills a shift of `slots` and lets `waiting` more orders wait for it. */
async function crowd(
  slots: number,
  waiting: number,
): Promise<{ assigned: CourierRequest[]; parked: CourierRequest[] }> {
  await world.shift(zone, slots);
  const requests = Array.from({ length: slots + waiting }, () => world.request(zone));
  await world.stage(requests);
  return { assigned: requests.slice(0, slots), parked: requests.slice(slots) };
}

const idsOf = (requests: readonly CourierRequest[]) => requests.map((request) => request.orderId);

describe('releasing couriers', () => {
  it('gives a slot back once, even when asked twice at the same time', async () => {
    const { assigned } = await crowd(3, 0);
    const [first, second] = idsOf(assigned);
    let again: Promise<void> | undefined;
    await world.release([first ?? ''], async () => {
      again = world.release([first ?? '', second ?? '']);
      await settledOrBlocked(again);
    });
    await again;
    await world.release([first ?? '', second ?? '']);
    expect(await world.used(zone)).toEqual({ parcels: 1, grams: 1_000, assignments: 1 });
  });

  it('does nothing for orders without a courier', async () => {
    await crowd(1, 0);
    await world.release([uuidv7()]);
    expect(await world.used(zone)).toMatchObject({ parcels: 1, assignments: 1 });
  });

  it('makes as many orders ready as slots came free, the oldest first', async () => {
    const { assigned, parked } = await crowd(3, 3);
    await world.release(idsOf(assigned.slice(0, 2)));
    expect(await world.takeWork()).toEqual(idsOf(parked.slice(0, 2)));
    expect(await world.parked(zone)).toEqual(idsOf(parked.slice(2)));
  });

  it('passes by those whom the slot does not suit', async () => {
    const { assigned } = await crowd(1, 0);
    const nextWeek = world.request(zone, { deliverAfterMs: world.at(24 * 7).getTime() });
    const heavy = world.request(zone, { weightG: 200_000 });
    const suited = world.request(zone);
    await world.stage([nextWeek, heavy, suited]);
    await world.release(idsOf(assigned));
    expect(await world.takeWork()).toEqual([suited.orderId]);
  });

  it('looks beyond a long queue of those whom the slot does not suit', async () => {
    const { assigned } = await crowd(1, 0);
    const late = { deliverAfterMs: world.at(24 * 7).getTime() };
    const unsuited = Array.from({ length: 600 }, () => world.request(zone, late));
    const suited = world.request(zone);
    await world.stage([...unsuited, suited]);
    await world.release(idsOf(assigned));
    expect(await world.takeWork()).toEqual([suited.orderId]);
  });

  it('wakes nobody for a shift that is over', async () => {
    const { assigned, parked } = await crowd(1, 1);
    const start = world.now;
    world.now = world.at(8);
    await world.release(idsOf(assigned));
    world.now = start;
    expect(await world.takeWork()).toEqual([]);
    expect(await world.parked(zone)).toEqual(idsOf(parked));
  });
});

describe('no order waits while there is room', () => {
  it('wakes an order that found nothing just before the slot came free', async () => {
    const { assigned } = await crowd(1, 0);
    const late = world.request(zone);
    let release: Promise<void> | undefined;
    const [outcome] = await world.stage([late], async () => {
      release = world.release(idsOf(assigned));
      await settledOrBlocked(release);
    });
    await release;
    expect(outcome?.outcome).toBe('no_courier');
    expect(await world.takeWork()).toEqual([late.orderId]);
  });

  it('gives the slot to an order that looks while it is coming free', async () => {
    const { assigned } = await crowd(1, 0);
    const late = world.request(zone);
    let stage: ReturnType<DispatchWorld['stage']> | undefined;
    await world.release(idsOf(assigned), async () => {
      stage = world.stage([late]);
      await settledOrBlocked(stage);
    });
    expect(await stage).toMatchObject([{ orderId: late.orderId, outcome: 'assigned' }]);
  });

  it('wakes two orders for the slots of two couriers that come free at the same time', async () => {
    await world.shift(zone, 1);
    const { assigned, parked } = await crowd(1, 3);
    const [first, second] = idsOf([...assigned, ...parked]);
    let other: Promise<void> | undefined;
    await world.release([first ?? ''], async () => {
      other = world.release([second ?? '']);
      await settledOrBlocked(other);
    });
    await other;
    expect(await world.takeWork()).toEqual(idsOf(parked.slice(1)));
  });

  it('holds under many batches and releases at once', async () => {
    const { assigned } = await crowd(8, 0);
    const requests = Array.from({ length: 16 }, () => world.request(zone));
    const byId = new Map(requests.map((request) => [request.orderId, request]));
    const releases = idsOf(assigned).map((id) => world.release([id]));
    const stages = requests.map((request) => world.stage([request]));
    await Promise.all([...releases, ...stages]);
    for (let ready = await world.takeWork(); ready.length > 0; ready = await world.takeWork()) {
      await world.stage(ready.flatMap((id) => byId.get(id) ?? []));
    }
    expect(await world.used(zone)).toEqual({ parcels: 8, grams: 8_000, assignments: 8 });
    expect(await world.parked(zone)).toHaveLength(8);
  });
});
