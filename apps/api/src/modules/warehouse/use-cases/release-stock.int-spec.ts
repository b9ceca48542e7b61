import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StockWorld } from '../testing/stock-world';

describe('ReleaseStock and ShipStock', () => {
  let db: TestDatabase;
  let world: StockWorld;
  beforeAll(async () => {
    db = await testDatabase();
    world = new StockWorld(db.database, db.ctx);
  });
  afterAll(() => db.close());
  afterEach(async () => {
    expect(await world.unbalanced()).toEqual([]);
  });

  async function reserved(quantity: number) {
    const [warehouse, sku] = [await world.warehouse(), await world.sku()];
    await world.receive(warehouse, { sku, quantity: 10 });
    const order = world.order([warehouse], { sku, quantity });
    await world.stage(order);
    return { warehouse, sku, order };
  }

  it('gives back once, however often and however concurrently it is told', async () => {
    const { warehouse, sku, order } = await reserved(4);
    await world.stage(world.order([warehouse], { sku, quantity: 5 }));
    const release = () =>
      world.transaction((tx) => world.releaseStock.execute(world.ctx, tx, [order.orderId, order.orderId]));
    await Promise.all([release(), release(), release()]);
    await release();
    expect(await world.level(warehouse, sku)).toEqual({ onHand: 10, reserved: 5 });
  });

  it('takes off the shelf once at pick-up', async () => {
    const { warehouse, sku, order } = await reserved(4);
    await world.stage(world.order([warehouse], { sku, quantity: 5 }));
    const ship = () => world.transaction((tx) => world.shipStock.execute(world.ctx, tx, [order.orderId]));
    await Promise.all([ship(), ship()]);
    await ship();
    expect(await world.level(warehouse, sku)).toEqual({ onHand: 6, reserved: 5 });
  });

  it('does not give back what was shipped, nor ship what was given back', async () => {
    const shipped = await reserved(4);
    await world.ship(shipped.order.orderId);
    await world.cancel(shipped.order.orderId);
    expect(await world.level(shipped.warehouse, shipped.sku)).toEqual({ onHand: 6, reserved: 0 });
    const cancelled = await reserved(4);
    await world.cancel(cancelled.order.orderId);
    await world.ship(cancelled.order.orderId);
    expect(await world.level(cancelled.warehouse, cancelled.sku)).toEqual({ onHand: 10, reserved: 0 });
  });

  it('lets a released order reserve anew, once', async () => {
    const { warehouse, sku, order } = await reserved(4);
    await world.cancel(order.orderId);
    await world.stage(order);
    await world.stage(order);
    expect(await world.level(warehouse, sku)).toEqual({ onHand: 10, reserved: 4 });
  });
});
