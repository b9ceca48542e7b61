import { type Context, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../persistence/entry.repository';
import { LedgerWorld } from '../testing/ledger-world';

describe('ListEntries', () => {
  let db: TestDatabase;
  let world: LedgerWorld;
  beforeAll(async () => {
    db = await testDatabase();
    world = new LedgerWorld(db.database, db.ctx);
  });
  afterAll(() => db.close());

  const as = (merchantId: string): Context => ({ ...db.ctx, merchantId });

  async function pages(merchantId: string, size: number): Promise<Entry[]> {
    const all: Entry[] = [];
    for (let next: Entry[]; ; all.push(...next)) {
      next = await world.listEntries.execute(db.ctx, merchantId, all.at(-1), size);
      if (next.length === 0) return all;
    }
  }

  it('shows every movement once, newest first and signed, whatever the size of a page', async () => {
    const merchant = await world.merchant(1_000);
    const orders = world.orders(merchant, 10, 20, 30);
    await world.stage(orders);
    await world.reverse(orders.slice(0, 2).map(({ orderId }) => orderId));
    const expected = await world.listEntries.execute(db.ctx, merchant, undefined, 100);
    expect(expected.map(({ amountMinor }) => amountMinor).toSorted((a, b) => a - b)).toEqual([
      -30, -20, -10, 10, 20, 1_000,
    ]);
    const times = expected.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    for (const size of [1, 2, 5]) expect(await pages(merchant, size)).toEqual(expected);
    expect(expected.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(await world.balanceMinor(merchant));
  });

  it('shows a merchant its own account alone', async () => {
    const [own, other] = [await world.merchant(1), await world.merchant(2)];
    expect(await world.readAccount.execute(as(own), own)).toMatchObject({ balanceMinor: 1, version: 2 });
    for (const id of [other, uuidv7()]) {
      const refusal = { kind: 'not_found', code: 'payment.account_not_found' };
      await expect(world.readAccount.execute(as(own), id)).rejects.toMatchObject(refusal);
      await expect(world.listEntries.execute(as(own), id, undefined, 1)).rejects.toMatchObject(refusal);
    }
  });
});
