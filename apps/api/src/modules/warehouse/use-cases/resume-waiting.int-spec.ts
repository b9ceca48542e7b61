import { unpark } from '#lib/database';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StockWorld } from '../testing/stock-world';

describe('orders that wait for stock', () => {
  let db: TestDatabase;
  let world: StockWorld;
  beforeAll(async () => {
    db = await testDatabase({ poolSize: 8 });
    world = new StockWorld(db.database, db.ctx);
  });
  afterAll(() => db.close());
  afterEach(async () => {
    expect(await world.unbalanced()).toEqual([]);
  });

  it('go on oldest first, only as many as a receipt can serve, and one that is too big holds nobody up', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    const [first, big, third, fourth] = [2, 9, 1, 1].map((quantity) => world.order([warehouse], { sku, quantity }));
    if (!first || !big || !third || !fourth) throw new Error('four orders expected');
    await world.stage(first, big, third, fourth);
    await world.receive(warehouse, { sku, quantity: 3 });
    expect(await world.takeWork()).toEqual([first.orderId, third.orderId]);
    expect(await world.parked()).toEqual([big.orderId, fourth.orderId]);
    await world.cancel(first.orderId, big.orderId, third.orderId, fourth.orderId);
  });

  it('count what an earlier receipt left', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    const order = world.order([warehouse], { sku, quantity: 5 });
    await world.stage(order);
    await world.receive(warehouse, { sku, quantity: 3 });
    expect(await world.takeWork()).toEqual([]);
    await world.receive(warehouse, { sku, quantity: 3 });
    expect(await world.takeWork()).toEqual([order.orderId]);
    expect(await world.stage(order)).toMatchObject([{ outcome: 'reserved' }]);
  });

  it('are seen by a receipt that comes while they are being refused', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    const order = world.order([warehouse], { sku, quantity: 1 });
    let receipt: Promise<void> | undefined;
    await world.transaction(async (tx) => {
      expect(await world.stageIn(tx, [order])).toMatchObject([{ outcome: 'backordered' }]);
      receipt = world.receive(warehouse, { sku, quantity: 1 });
      await world.untilBlocked();
    });
    await receipt;
    expect(await world.takeWork()).toEqual([order.orderId]);
  });

  it('are not refused when a receipt commits while they look for stock', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    const order = world.order([warehouse], { sku, quantity: 1 });
    let stage: ReturnType<StockWorld['stage']> | undefined;
    await world.transaction(async (tx) => {
      const receipt = { warehouseId: warehouse, lines: [{ sku, quantity: 1 }], reason: 'test' };
      await world.receiveStock.execute(world.ctx, tx, receipt);
      stage = world.stage(order);
      await world.untilBlocked();
    });
    expect(await stage).toMatchObject([{ outcome: 'reserved', warehouseId: warehouse }]);
  });

  it('for two SKUs go on with the second, in whichever order they come', async () => {
    for (const swap of [false, true]) {
      const [warehouse, one, two] = [await world.warehouse(), await world.sku(), await world.sku()];
      const order = world.order([warehouse], { sku: one, quantity: 1 }, { sku: two, quantity: 1 });
      await world.stage(order);
      await world.receive(warehouse, { sku: swap ? two : one, quantity: 1 });
      expect(await world.takeWork()).toEqual([]);
      await world.receive(warehouse, { sku: swap ? one : two, quantity: 1 });
      expect(await world.takeWork()).toEqual([order.orderId]);
      await world.cancel(order.orderId);
    }
  });

  it('for two SKUs go on when both are brought at the same time', async () => {
    const [warehouse, one, two] = [await world.warehouse(), await world.sku(), await world.sku()];
    const order = world.order([warehouse], { sku: one, quantity: 1 }, { sku: two, quantity: 1 });
    await world.stage(order);
    let second: Promise<void> | undefined;
    await world.transaction(async (tx) => {
      const receipt = { warehouseId: warehouse, lines: [{ sku: one, quantity: 1 }], reason: 'test' };
      await world.receiveStock.execute(world.ctx, tx, receipt);
      second = world.receive(warehouse, { sku: two, quantity: 1 });
      await world.untilBlocked();
    });
    await second;
    expect(await world.takeWork()).toEqual([order.orderId]);
    await world.cancel(order.orderId);
  });

  it('go on from the second warehouse when each of two lacks another SKU', async () => {
    const [a, b, one, two] = [await world.warehouse(), await world.warehouse(), await world.sku(), await world.sku()];
    await world.receive(a, { sku: one, quantity: 1 });
    await world.receive(b, { sku: two, quantity: 1 });
    const order = world.order([a, b], { sku: one, quantity: 1 }, { sku: two, quantity: 1 });
    expect(await world.stage(order)).toMatchObject([{ outcome: 'backordered', sku: two }]);
    await world.receive(b, { sku: one, quantity: 1 });
    expect(await world.takeWork()).toEqual([order.orderId]);
    expect(await world.stage(order)).toMatchObject([{ outcome: 'reserved', warehouseId: b }]);
  });

  it('get what a cancelled order gives back, and what one leaves that was woken and then cancelled', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    await world.receive(warehouse, { sku, quantity: 1 });
    const [holder, next, last] = [1, 1, 1].map((quantity) => world.order([warehouse], { sku, quantity }));
    if (!holder || !next || !last) throw new Error('three orders expected');
    await world.stage(holder, next, last);
    await world.cancel(holder.orderId);
    expect(await world.takeWork()).toEqual([next.orderId]);
    await world.cancel(next.orderId);
    expect(await world.takeWork()).toEqual([last.orderId]);
    await world.cancel(last.orderId);
  });

  it('get what an older one leaves that was woken and refused again', async () => {
    const [warehouse, one, two] = [await world.warehouse(), await world.sku(), await world.sku()];
    const pair = world.order([warehouse], { sku: one, quantity: 1 }, { sku: two, quantity: 1 });
    const behind = world.order([warehouse], { sku: one, quantity: 1 });
    await world.stage(pair, behind);
    await world.receive(warehouse, { sku: one, quantity: 1 }, { sku: two, quantity: 1 });
    expect(await world.takeWork()).toEqual([pair.orderId]);
    await world.stage(world.order([warehouse], { sku: two, quantity: 1 }));
    expect(await world.stage(pair)).toMatchObject([{ outcome: 'backordered', sku: two }]);
    expect(await world.takeWork()).toEqual([behind.orderId]);
    // It sleeps again, and is woken like any other.
    await world.receive(warehouse, { sku: two, quantity: 1 });
    expect(await world.takeWork()).toEqual([pair.orderId]);
    await world.cancel(pair.orderId, behind.orderId);
  });

  it('get what an older one leaves that was woken for one warehouse and served by another', async () => {
    const [near, far, sku] = [await world.warehouse(), await world.warehouse(), await world.sku()];
    const small = world.order([near, far], { sku, quantity: 1 });
    const large = world.order([near, far], { sku, quantity: 4 });
    await world.stage(small, large);
    await world.receive(far, { sku, quantity: 4 });
    expect(await world.takeWork()).toEqual([small.orderId]);
    await world.receive(near, { sku, quantity: 1 });
    expect(await world.takeWork()).toEqual([]);
    expect(await world.stage(small)).toMatchObject([{ outcome: 'reserved', warehouseId: near }]);
    expect(await world.takeWork()).toEqual([large.orderId]);
    expect(await world.stage(large)).toMatchObject([{ outcome: 'reserved', warehouseId: far }]);
  });

  it('are offered the share of an order that no longer waits for stock', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    const [held, behind] = [
      world.order([warehouse], { sku, quantity: 2 }),
      world.order([warehouse], { sku, quantity: 2 }),
    ];
    await world.stage(held, behind);
    await world.transaction((tx) => unpark(tx, [held.orderId]));
    await world.receive(warehouse, { sku, quantity: 2 });
    expect(await world.takeWork()).toEqual([behind.orderId]);
    await world.cancel(held.orderId, behind.orderId);
  });

  it('are offered a warehouse that opened after they were refused', async () => {
    const [closed, sku] = [await world.warehouse(), await world.sku()];
    const order = world.order([closed], { sku, quantity: 1 });
    await world.stage(order);
    const opened = await world.warehouse();
    await world.receive(opened, { sku, quantity: 1 });
    expect(await world.takeWork()).toEqual([order.orderId]);
    await world.cancel(order.orderId);
  });

  it('are never offered again what they were just refused with: it goes to those behind them, and comes to an end', async () => {
    const [closed, sku] = [await world.warehouse(), await world.sku()];
    const [first, behind] = [1, 1].map((quantity) => world.order([closed], { sku, quantity }));
    if (!first || !behind) throw new Error('two orders expected');
    await world.stage(first, behind);
    const opened = await world.warehouse();
    await world.receive(opened, { sku, quantity: 1 });
    expect(await world.takeWork()).toEqual([first.orderId]);
    // Decided by a process that has not heard of the new warehouse yet.
    expect(await world.stage(first)).toMatchObject([{ outcome: 'backordered' }]);
    expect(await world.takeWork()).toEqual([behind.orderId]);
    expect(await world.stage(behind)).toMatchObject([{ outcome: 'backordered' }]);
    expect(await world.takeWork()).toEqual([]);
    // Both sleep, so both are woken by what comes next. One that had been offered its own refusal would count as awake.
    await world.receive(opened, { sku, quantity: 1 });
    expect(await world.takeWork()).toEqual([first.orderId, behind.orderId]);
    await world.cancel(first.orderId, behind.orderId);
  });

  it('are found behind more than a page of those in front', async () => {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    const orders = Array.from({ length: 600 }, () => world.order([warehouse], { sku, quantity: 1 }));
    await world.stage(...orders);
    await world.receive(warehouse, { sku, quantity: 590 });
    expect(await world.takeWork()).toEqual(orders.slice(0, 590).map(({ orderId }) => orderId));
    await world.cancel(...orders.map(({ orderId }) => orderId));
    expect(await world.parked()).toEqual([]);
  });
});
