import { statement } from '#lib/database';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_BALANCE_MINOR } from '../domain/ledger';
import { LedgerWorld } from '../testing/ledger-world';

const BLOCKED = statement(
  'payment-test.blocked',
  `select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
);

describe('TopUpAccount', () => {
  let db: TestDatabase;
  let world: LedgerWorld;
  const blocked = async () => (await db.database.statements(db.ctx).query<{ count: number }>(BLOCKED))[0]?.count;
  beforeAll(async () => {
    db = await testDatabase();
    world = new LedgerWorld(db.database, db.ctx);
  });
  beforeEach(() => world.takeWork());
  afterAll(() => db.close());

  it('resumes waiting orders, oldest first, as far as the money reaches', async () => {
    const merchant = await world.merchant(0);
    const waiting = world.orders(merchant, 100, 100, 100);
    await world.stage(waiting);
    expect(await world.topUp(merchant, 250)).toBe(2);
    expect(await world.takeWork()).toEqual(waiting.slice(0, 2).map(({ orderId }) => orderId));
    const outcomes = await world.stage(waiting.slice(0, 2));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['captured', 'captured']);
    expect(await world.balanceMinor(merchant)).toBe(50);
  });

  it('leaves nobody behind: an order that parks while the money arrives is resumed', async () => {
    const merchant = await world.merchant(0);
    const orders = world.orders(merchant, 100);
    let topUp: Promise<number> | undefined;
    await world.transaction(async (tx) => {
      await world.stageIn(tx, orders);
      topUp = world.topUp(merchant, 100);
      await vi.waitFor(async () => expect(await blocked()).toBe(1));
    });
    expect(await topUp).toBe(1);
    expect(await world.takeWork()).toEqual(orders.map(({ orderId }) => orderId));
  });

  it('adds up two top-ups that reach a waiting order only together', async () => {
    const merchant = await world.merchant(0);
    const orders = world.orders(merchant, 150);
    const topUps: Promise<number>[] = [];
    await world.transaction(async (tx) => {
      await world.stageIn(tx, orders);
      topUps.push(world.topUp(merchant, 100), world.topUp(merchant, 100));
      await vi.waitFor(async () => expect(await blocked()).toBe(2));
    });
    expect((await Promise.all(topUps)).toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await world.takeWork()).toEqual(orders.map(({ orderId }) => orderId));
  });

  it('takes a flood of waiting orders in pages', async () => {
    const merchant = await world.merchant(0);
    const waiting = world.orders(merchant, ...Array<number>(2_600).fill(1));
    for (let at = 0; at < waiting.length; at += 512) await world.stage(waiting.slice(at, at + 512));
    expect(await world.topUp(merchant, 2_500)).toBe(2_500);
    expect(await world.takeWork()).toEqual(waiting.slice(0, 2_500).map(({ orderId }) => orderId));
  });

  it('resumes for more credit too', async () => {
    const merchant = await world.merchant(0);
    const waiting = world.orders(merchant, 100);
    await world.stage(waiting);
    await world.setCredit(merchant, 100);
    expect(await world.takeWork()).toEqual(waiting.map(({ orderId }) => orderId));
  });

  it('keeps the credit limit above what is owed', async () => {
    const merchant = await world.merchant(0, 100);
    await world.stage(world.orders(merchant, 80));
    await expect(world.setCredit(merchant, 79)).rejects.toMatchObject({ code: 'payment.credit_in_use' });
    await world.setCredit(merchant, 80);
    expect(await world.unbalanced()).toEqual([]);
  });

  it('refuses another currency, an unknown merchant and a balance beyond all bounds', async () => {
    const merchant = await world.merchant(5);
    await expect(world.topUp(merchant, 1, 'EUR')).rejects.toMatchObject({ code: 'payment.currency_mismatch' });
    await expect(world.topUp(crypto.randomUUID(), 1)).rejects.toMatchObject({ code: 'payment.account_not_found' });
    await expect(world.topUp(merchant, MAX_BALANCE_MINOR)).rejects.toMatchObject({ code: 'payment.balance_too_large' });
    expect(await world.balanceMinor(merchant)).toBe(5);
  });
});
