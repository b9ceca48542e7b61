import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRANSFER_KIND } from '../domain/ledger';
import { LedgerWorld } from '../testing/ledger-world';

describe('AuthorizeOrders', () => {
  let db: TestDatabase;
  let world: LedgerWorld;
  beforeAll(async () => {
    db = await testDatabase();
    world = new LedgerWorld(db.database, db.ctx);
  });
  afterAll(() => db.close());

  it('moves the money of a mixed batch of several merchants', async () => {
    const [rich, poor] = [await world.merchant(1_000), await world.merchant(0, 50)];
    const [a, b, c] = [...world.orders(rich, 300, 400), ...world.orders(poor, 60)];
    if (!a || !b || !c) throw new Error('three orders expected');
    const cash = { ...a, orderId: world.orders(rich, 1)[0]?.orderId ?? '', terms: 'cod' as const };
    const outcomes = await world.stage([a, b, c, cash]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['captured', 'captured', 'awaiting_funds', 'promised']);
    expect(await world.balanceMinor(rich)).toBe(300);
    expect(await world.balanceMinor(poor)).toBe(0);
    expect(await world.countTransfers([a.orderId, b.orderId, c.orderId, cash.orderId], TRANSFER_KIND.capture)).toBe(2);
    expect(await world.unbalanced()).toEqual([]);
  });

  it('answers captured again, without a second transfer', async () => {
    const merchant = await world.merchant(100);
    const orders = world.orders(merchant, 100);
    await world.stage(orders);
    const again = await world.stage(orders);
    expect(again.map(({ outcome }) => outcome)).toEqual(['captured']);
    expect(await world.balanceMinor(merchant)).toBe(0);
    expect(await world.countTransfers([orders[0]?.orderId ?? ''], TRANSFER_KIND.capture)).toBe(1);
  });

  it('lets the primary key stop two transactions that capture one order at once', async () => {
    const merchant = await world.merchant(1_000);
    const orders = world.orders(merchant, 100);
    const results = await Promise.allSettled([world.stage(orders), world.stage(orders)]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    expect(await world.balanceMinor(merchant)).toBe(900);
    expect(await world.unbalanced()).toEqual([]);
  });

  it('spends the last funds once when two batches race for them', async () => {
    const merchant = await world.merchant(1_000, 500);
    const batches = Array.from({ length: 8 }, () => world.orders(merchant, 100, 100, 100, 100, 100));
    const outcomes = (await Promise.all(batches.map((batch) => world.stage(batch)))).flat();
    expect(outcomes.filter(({ outcome }) => outcome === 'captured')).toHaveLength(15);
    expect(await world.balanceMinor(merchant)).toBe(-500);
    expect(await world.parked(merchant)).toHaveLength(25);
    expect(await world.unbalanced()).toEqual([]);
  });
});
