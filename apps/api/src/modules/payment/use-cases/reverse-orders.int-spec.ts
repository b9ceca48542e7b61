import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TRANSFER_KIND } from '../domain/ledger';
import { LedgerWorld } from '../testing/ledger-world';

describe('ReverseOrders', () => {
  let db: TestDatabase;
  let world: LedgerWorld;
  beforeAll(async () => {
    db = await testDatabase();
    world = new LedgerWorld(db.database, db.ctx);
  });
  beforeEach(() => world.takeWork());
  afterAll(() => db.close());

  it('gives back once what two cancellations ask for at the same time', async () => {
    const merchant = await world.merchant(1_000);
    const orders = world.orders(merchant, 100, 200);
    const ids = orders.map(({ orderId }) => orderId);
    await world.stage(orders);
    await Promise.all(Array.from({ length: 6 }, () => world.reverse(ids)));
    expect(await world.countTransfers(ids, TRANSFER_KIND.refund)).toBe(2);
    expect(await world.balanceMinor(merchant)).toBe(1_000);
    expect(await world.unbalanced()).toEqual([]);
  });

  it('gives nothing back to an order that paid nothing', async () => {
    const merchant = await world.merchant(10);
    const waiting = world.orders(merchant, 100);
    await world.stage(waiting);
    await world.reverse(waiting.map(({ orderId }) => orderId));
    expect(await world.balanceMinor(merchant)).toBe(10);
    expect(await world.takeWork()).toEqual([]);
  });

  it('charges no order whose money was given back', async () => {
    const merchant = await world.merchant(100);
    const orders = world.orders(merchant, 100);
    await world.stage(orders);
    await world.reverse(orders.map(({ orderId }) => orderId));
    const [outcome] = await world.stage(orders);
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'payment.refunded' });
    expect(await world.balanceMinor(merchant)).toBe(100);
  });

  it('lets the orders have the money that waited for it, oldest first', async () => {
    const merchant = await world.merchant(100);
    const paid = world.orders(merchant, 100);
    await world.stage(paid);
    const waiting = world.orders(merchant, 60, 60, 40);
    await world.stage(waiting);
    await world.reverse(paid.map(({ orderId }) => orderId));
    expect(await world.takeWork()).toEqual([waiting[0]?.orderId, waiting[2]?.orderId]);
    expect(await world.parked(merchant)).toEqual([waiting[1]?.orderId]);
  });

  it('passes the funds on when an order ends that was resumed for them but never used them', async () => {
    const merchant = await world.merchant(0);
    const [first, second] = world.orders(merchant, 50, 50);
    if (!first || !second) throw new Error('two orders expected');
    await world.stage([first, second]);
    expect(await world.topUp(merchant, 50)).toBe(1);
    expect(await world.takeWork()).toEqual([first.orderId]);
    await world.reverse([first.orderId]);
    expect(await world.takeWork()).toEqual([second.orderId]);
  });

  it('resumes none of the orders that it ends', async () => {
    const merchant = await world.merchant(100);
    const [paid, waiting] = world.orders(merchant, 100, 100);
    if (!paid || !waiting) throw new Error('two orders expected');
    await world.stage([paid, waiting]);
    await world.reverse([paid.orderId, waiting.orderId]);
    expect(await world.takeWork()).toEqual([]);
  });

  it('books the cash of a delivered order once', async () => {
    const merchant = await world.merchant(0);
    const orders = world.orders(merchant, 70);
    const report = () => world.transaction((tx) => world.captureOnDelivery.execute(db.ctx, tx, orders));
    await Promise.all([report(), report()]);
    const ids = orders.map(({ orderId }) => orderId);
    expect(await world.countTransfers(ids, TRANSFER_KIND.cash_on_delivery)).toBe(1);
    await world.reverse(ids);
    expect(await world.balanceMinor(merchant)).toBe(0);
  });
});
