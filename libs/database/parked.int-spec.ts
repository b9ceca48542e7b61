import { uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findParked, park, resumeParked, statement, takeDeadLetters, type ParkReason } from './index';

const PAGES = statement('test.pages', `select order_ids from work order by id`);
const NOW = new Date('2026-06-01T12:00:00Z');

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function parked(reason: ParkReason): Promise<string> {
  const orderId = uuidv7();
  const order = { orderId, stage: 'fulfilment', reason, key: 'fulfilment', detail: { error: 'Error: no' } } as const;
  await db.database.transaction(db.ctx, (tx) => park(tx, [order], NOW));
  return orderId;
}

const take = (orderId: string): Promise<string | undefined> =>
  db.database.transaction(db.ctx, (tx) => takeDeadLetters(tx, [orderId]).then((taken) => taken.get(orderId)));

describe('a dead letter', () => {
  it('is taken once, by one of those who come for it', async () => {
    const orderId = await parked('dead_letter');
    expect(await findParked(db.database.statements(db.ctx), orderId)).toEqual({
      stage: 'fulfilment',
      reason: 'dead_letter',
      key: 'fulfilment',
      since: NOW,
      detail: { error: 'Error: no' },
    });
    const taken = await Promise.all([take(orderId), take(orderId), take(orderId)]);
    expect(taken.filter((stage) => stage !== undefined)).toEqual(['fulfilment']);
    expect(await findParked(db.database.statements(db.ctx), orderId)).toBeUndefined();
  });

  it.each(['funds', 'stock', 'capacity', 'route', 'hold', 'operator'] as const)(
    'is no order that waits for %s',
    async (reason) => {
      const orderId = await parked(reason);
      expect(await take(orderId)).toBeUndefined();
      expect(await findParked(db.database.statements(db.ctx), orderId)).toMatchObject({ reason });
    },
  );
});

describe('resuming parked orders', () => {
  it('makes one row per 256 orders, oldest first, and takes each order once', async () => {
    const orderIds = Array.from({ length: 600 }, () => uuidv7());
    const waiting = orderIds.map(
      (orderId) => ({ orderId, stage: 'payment', reason: 'funds', key: 'merchant', detail: {} }) as const,
    );
    await db.database.transaction(db.ctx, (tx) => park(tx, waiting, NOW));
    const resume = (): Promise<number> =>
      db.database.transaction(db.ctx, (tx) => resumeParked(tx, 'payment', orderIds));
    expect((await Promise.all([resume(), resume()])).sort((a, b) => a - b)).toEqual([0, 600]);
    const pages = await db.database.statements(db.ctx).query<{ order_ids: string[] }>(PAGES);
    expect(pages.map((row) => row.order_ids.length)).toEqual([256, 256, 88]);
    expect(pages.flatMap((row) => row.order_ids)).toEqual([...orderIds].sort());
  });
});
