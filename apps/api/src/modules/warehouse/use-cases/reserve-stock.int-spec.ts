import { isTransactionConflict, sqlState } from '#lib/database';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StockWorld } from '../testing/stock-world';
import type { ReserveOutcome, ReserveRequest } from './reserve-stock';

describe('ReserveStock', () => {
  let db: TestDatabase;
  let world: StockWorld;
  beforeAll(async () => {
    db = await testDatabase({ poolSize: 16 });
    world = new StockWorld(db.database, db.ctx);
  });
  afterAll(() => db.close());
  afterEach(async () => {
    expect(await world.unbalanced()).toEqual([]);
  });

  it('takes the nearest warehouse that has every line, and names the SKU that nobody has', async () => {
    const [near, far, sku, other] = [
      await world.warehouse(),
      await world.warehouse(),
      await world.sku(),
      await world.sku(),
    ];
    await world.receive(near, { sku, quantity: 2 });
    await world.receive(far, { sku, quantity: 5 }, { sku: other, quantity: 1 });
    const one = world.order([near, far], { sku, quantity: 1 });
    const both = world.order([near, far], { sku, quantity: 1 }, { sku: other, quantity: 1 });
    const many = world.order([near, far], { sku, quantity: 5 });
    expect(await world.stage(many, both, one)).toEqual([
      { orderId: many.orderId, outcome: 'backordered', sku },
      { orderId: both.orderId, outcome: 'reserved', warehouseId: far },
      { orderId: one.orderId, outcome: 'reserved', warehouseId: near },
    ]);
    expect(await world.level(near, sku)).toEqual({ onHand: 2, reserved: 1 });
    expect(await world.level(far, sku)).toEqual({ onHand: 5, reserved: 1 });
    expect(await world.level(far, other)).toEqual({ onHand: 1, reserved: 1 });
  });

  it('needs the sum when one SKU stands on two lines', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    await world.receive(warehouse, { sku, quantity: 3 });
    const twice = world.order([warehouse], { sku, quantity: 2 }, { sku, quantity: 2 });
    expect(await world.stage(twice)).toMatchObject([{ outcome: 'backordered', sku }]);
    await world.receive(warehouse, { sku, quantity: 1 });
    expect(await world.stage(twice)).toMatchObject([{ outcome: 'reserved', warehouseId: warehouse }]);
    expect(await world.level(warehouse, sku)).toEqual({ onHand: 4, reserved: 4 });
  });

  it('answers a reserved order alike and takes nothing again', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    await world.receive(warehouse, { sku, quantity: 10 });
    const order = world.order([warehouse], { sku, quantity: 4 });
    const first = await world.stage(order);
    expect(await world.stage(order, world.order([warehouse], { sku, quantity: 1 }))).toMatchObject([first[0], {}]);
    await world.ship(order.orderId);
    expect(await world.stage(order)).toEqual(first);
    expect(await world.level(warehouse, sku)).toEqual({ onHand: 6, reserved: 1 });
  });

  it('gives the last stock once when two batches race for it', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    await world.receive(warehouse, { sku, quantity: 7 });
    const batch = () => Array.from({ length: 5 }, () => world.order([warehouse], { sku, quantity: 1 }));
    const outcomes = (await Promise.all([world.stage(...batch()), world.stage(...batch())])).flat();
    expect(outcomes.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(7);
    expect(await world.level(warehouse, sku)).toEqual({ onHand: 7, reserved: 7 });
  });

  it('lets the batch that lost the nearest warehouse have the next one', async () => {
    const [near, far, sku] = [await world.warehouse(), await world.warehouse(), await world.sku()];
    await world.receive(near, { sku, quantity: 3 });
    await world.receive(far, { sku, quantity: 3 });
    const batch = () => Array.from({ length: 3 }, () => world.order([near, far], { sku, quantity: 1 }));
    let second: ReturnType<StockWorld['stage']> | undefined;
    await world.transaction(async (tx) => {
      await world.stageIn(tx, batch());
      second = world.stage(...batch());
      await world.untilBlocked();
    });
    expect(await second).toMatchObject(Array.from({ length: 3 }, () => ({ outcome: 'reserved', warehouseId: far })));
  });

  it('locks rows in the order of warehouse and SKU, so that batches wait for each other in one direction only', async () => {
    const [low, high, sku] = [await world.warehouse(), await world.warehouse(), await world.sku()];
    const others = await Promise.all(Array.from({ length: 5 }, () => world.sku()));
    await world.receive(low, { sku, quantity: 9 });
    await world.receive(high, ...others.map((other) => ({ sku: other, quantity: 9 })));
    const onHigh = () => others.map((other) => world.order([high], { sku: other, quantity: 1 }));
    let both: ReturnType<StockWorld['stage']> | undefined;
    await world.transaction(async (tx) => {
      await world.stageIn(tx, [world.order([low], { sku, quantity: 1 })]);
      both = world.stage(...onHigh(), world.order([low], { sku, quantity: 1 }));
      await world.untilBlocked();
      // The batch that waits for the lower row has none of the higher ones yet: they are free for others.
      expect(await world.stage(...onHigh())).toHaveLength(5);
    });
    expect(await both).toHaveLength(6);
  });

  it('never waits for further rows while it holds some', async () => {
    // In the order of their locks. One batch has `low` and wants `middle`; the other has `middle` and comes to want `low`.
    const [low, middle, high] = [await world.warehouse(), await world.warehouse(), await world.warehouse()];
    const sku = await world.sku();
    for (const warehouse of [low, middle, high]) await world.receive(warehouse, { sku, quantity: 2 });
    const one = (...warehouses: string[]) => world.order(warehouses, { sku, quantity: 1 });
    const conflicts: string[] = [];
    const batches: Promise<ReserveOutcome[]>[] = [];
    await world.transaction(async (tx) => {
      await world.stageIn(tx, [one(high), one(high)]);
      batches.push(untilServed(world, [one(middle), one(high, low)], conflicts));
      await world.untilBlocked(1);
      batches.push(untilServed(world, [one(low), one(middle)], conflicts));
      await world.untilBlocked(2);
    });
    const outcomes = (await Promise.all(batches)).flat().map((outcome) => outcome.outcome);
    expect(outcomes).toEqual(['reserved', 'reserved', 'reserved', 'reserved']);
    expect(new Set(conflicts)).toEqual(new Set(['40001']));
  });

  it('neither deadlocks nor leaves stock behind when many batches cross over many warehouses', async () => {
    const warehouses = await Promise.all(Array.from({ length: 4 }, () => world.warehouse()));
    const skus = await Promise.all(Array.from({ length: 5 }, () => world.sku()));
    for (const warehouse of warehouses) {
      await world.receive(warehouse, ...skus.map((sku) => ({ sku, quantity: 20 })));
    }
    const batches = Array.from({ length: 12 }, (_, run) =>
      Array.from({ length: 40 }, (__, index) => {
        const turned = [...warehouses.slice(run % 4), ...warehouses.slice(0, run % 4)];
        return world.order(turned, { sku: skus[(index + run) % 5] ?? '', quantity: 1 });
      }),
    );
    const conflicts: string[] = [];
    const outcomes = (await Promise.all(batches.map((batch) => untilServed(world, batch, conflicts)))).flat();
    // 480 units wanted, 400 there: whoever is refused must have found every shelf of the SKU empty.
    expect(outcomes.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(400);
    expect(conflicts).not.toContain('40P01');
  });
});

/** As the relay does: a transaction that lost its races too often runs again as a new attempt. */
async function untilServed(
  world: StockWorld,
  batch: readonly ReserveRequest[],
  conflicts: string[],
): Promise<ReserveOutcome[]> {
  const attempt = () =>
    world.transaction(async (tx) => {
      try {
        return await world.stageIn(tx, batch);
      } catch (error) {
        conflicts.push(sqlState(error) ?? String(error));
        throw error;
      }
    });
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
    }
  }
}
