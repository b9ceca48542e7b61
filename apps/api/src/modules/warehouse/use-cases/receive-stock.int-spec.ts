import { uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_ON_HAND } from '../domain/stock-limits';
import { MovementRepository } from '../persistence/movement.repository';
import { StockListRepository } from '../persistence/stock-list.repository';
import { StockWorld } from '../testing/stock-world';
import { ReadStock } from './read-stock';

describe('receipts and adjustments', () => {
  let db: TestDatabase;
  let world: StockWorld;
  let read: ReadStock;
  beforeAll(async () => {
    db = await testDatabase();
    world = new StockWorld(db.database, db.ctx);
    read = new ReadStock(db.database, new StockListRepository(), new MovementRepository());
  });
  afterAll(() => db.close());

  const receive = (warehouseId: string, ...lines: { sku: string; quantity: number }[]) =>
    world.transaction((tx) => world.receiveStock.execute(db.ctx, tx, { warehouseId, lines, reason: 'Note 1' }));
  const adjust = (warehouseId: string, sku: string, quantityDelta: number) =>
    world.transaction((tx) =>
      world.adjustStock.execute(db.ctx, tx, { warehouseId, sku, quantityDelta, reason: 'Counted' }),
    );

  it('add up, and leave a movement each with reason and actor', async () => {
    const [warehouseId, sku] = [await world.warehouse(), await world.sku()];
    expect(await receive(warehouseId, { sku, quantity: 3 }, { sku, quantity: 4 })).toMatchObject([{ onHand: 7 }]);
    expect(await receive(warehouseId, { sku, quantity: 5 })).toMatchObject([{ onHand: 12, reserved: 0 }]);
    expect(await adjust(warehouseId, sku, -2)).toMatchObject({ onHand: 10 });
    const movements = await read.movements(db.ctx, { warehouseId, sku }, undefined, 10);
    expect(movements.map(({ kind, quantity, reason, actor }) => ({ kind, quantity, reason, actor }))).toEqual([
      { kind: 'receipt', quantity: 7, reason: 'Note 1', actor: 'system:test' },
      { kind: 'receipt', quantity: 5, reason: 'Note 1', actor: 'system:test' },
      { kind: 'adjustment', quantity: -2, reason: 'Counted', actor: 'system:test' },
    ]);
  });

  it('refuse what does not exist, with every pointer', async () => {
    const [warehouseId, sku] = [await world.warehouse(), await world.sku()];
    await expect(receive(uuidv7(), { sku, quantity: 1 })).rejects.toMatchObject({
      kind: 'refused',
      code: 'warehouse.unknown_warehouse',
    });
    const lines = [
      { sku: 'no', quantity: 1 },
      { sku, quantity: 1 },
      { sku: 'nor', quantity: 1 },
    ];
    await expect(receive(warehouseId, ...lines)).rejects.toMatchObject({
      code: 'warehouse.unknown_sku',
      errors: [{ pointer: '/lines/0/sku' }, { pointer: '/lines/2/sku' }],
    });
    expect(await world.level(warehouseId, sku)).toEqual({ onHand: 0, reserved: 0 });
    await expect(adjust(warehouseId, sku, 1)).rejects.toMatchObject({ code: 'warehouse.stock_not_found' });
  });

  it('refuse more than a warehouse can hold, in one receipt or in several', async () => {
    const [warehouseId, sku] = [await world.warehouse(), await world.sku()];
    const tooMuch = { kind: 'refused', code: 'warehouse.too_much_stock' };
    const half = { sku, quantity: MAX_ON_HAND };
    await expect(receive(warehouseId, half, half, half)).rejects.toMatchObject(tooMuch);
    await receive(warehouseId, half);
    await expect(receive(warehouseId, { sku, quantity: 1 })).rejects.toMatchObject(tooMuch);
    await expect(adjust(warehouseId, sku, 1)).rejects.toMatchObject(tooMuch);
    expect(await world.level(warehouseId, sku)).toEqual({ onHand: MAX_ON_HAND, reserved: 0 });
  });

  it('cannot take away what orders have reserved, and say the numbers', async () => {
    const [warehouseId, sku] = [await world.warehouse(), await world.sku()];
    await receive(warehouseId, { sku, quantity: 10 });
    await world.stage(world.order([warehouseId], { sku, quantity: 7 }));
    await expect(adjust(warehouseId, sku, -4)).rejects.toMatchObject({
      kind: 'refused',
      code: 'warehouse.below_reserved',
      message: expect.stringMatching(/10 on hand and 7 reserved.*-3$/) as string,
      context: { on_hand: 10, reserved: 7, quantity_delta: -4 },
    });
    expect(await adjust(warehouseId, sku, -3)).toMatchObject({ onHand: 7, reserved: 7 });
  });

  it('found by counting set waiting orders going', async () => {
    const [warehouseId, sku] = [await world.warehouse(), await world.sku()];
    await receive(warehouseId, { sku, quantity: 1 });
    const order = world.order([warehouseId], { sku, quantity: 2 });
    await world.stage(order);
    await adjust(warehouseId, sku, 1);
    expect(await world.takeWork()).toEqual([order.orderId]);
  });

  it('show as stock by SKU and warehouse, page by page, whatever the filter', async () => {
    const warehouses: [string, string] = [await world.warehouse(), await world.warehouse()];
    const skus: [string, string, string] = [await world.sku(), await world.sku(), await world.sku()];
    for (const warehouseId of warehouses) await receive(warehouseId, ...skus.map((sku) => ({ sku, quantity: 1 })));
    const keys = async (filter: { warehouseId?: string; sku?: string }) => {
      const found: string[] = [];
      let after: { warehouseId: string; sku: string } | undefined;
      do {
        const [row] = await read.levels(db.ctx, filter, after, 1);
        after = row;
        if (row && warehouses.includes(row.warehouseId)) found.push(`${row.sku} ${row.warehouseId}`);
      } while (after !== undefined);
      return found;
    };
    const [first, second] = warehouses;
    expect(await keys({})).toEqual(skus.flatMap((sku) => [`${sku} ${first}`, `${sku} ${second}`]));
    expect(await keys({ warehouseId: second })).toEqual(skus.map((sku) => `${sku} ${second}`));
    expect(await keys({ sku: skus[1] })).toEqual([`${skus[1]} ${first}`, `${skus[1]} ${second}`]);
    expect(await keys({ warehouseId: first, sku: skus[2] })).toEqual([`${skus[2]} ${first}`]);
  });
});
