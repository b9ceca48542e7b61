import { uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countParked, enqueueWork, measureWork, park, statement, type ParkReason, type Stage } from './index';

const NOTHING = { dueRows: 0, dueOrders: 0, delayedRows: 0, delayedOrders: 0, oldestDueS: 0 };

/** By PostgreSQL's clock, which is the relay's too. */
const SHIFT = statement(
  'test.shift-work',
  `update work set run_after = clock_timestamp() - make_interval(secs => $2) where id = $1`,
);

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db.close());

async function enqueue(stage: Stage, orders: number, dueForS: number): Promise<void> {
  const id = uuidv7();
  const orderIds = Array.from({ length: orders }, () => uuidv7());
  await db.database.transaction(db.ctx, async (tx) => {
    enqueueWork(tx, { id, stage, orderIds });
    await tx.execute(SHIFT, [id, dueForS]);
  });
}

async function parkSome(reason: ParkReason, count: number): Promise<void> {
  const orders = Array.from({ length: count }, () => {
    return { orderId: uuidv7(), stage: 'fulfilment', reason, key: 'k', detail: {} } as const;
  });
  await db.database.transaction(db.ctx, (tx) => park(tx, orders, new Date()));
}

describe('the work in flight', () => {
  it('is told by stage: due and delayed, rows and orders, and for how long the oldest is due', async () => {
    await enqueue('payment', 256, 40);
    await enqueue('payment', 3, 10);
    await enqueue('payment', 2, -3600);
    await enqueue('expiry', 7, -86_400);
    const [payment, dispatch, expiry] = await measureWork(db.database.statements(db.ctx), [
      'payment',
      'dispatch',
      'expiry',
    ]);
    expect(payment).toMatchObject({ dueRows: 2, dueOrders: 259, delayedRows: 1, delayedOrders: 2 });
    expect(payment?.oldestDueS).toBeGreaterThanOrEqual(40);
    expect(payment?.oldestDueS).toBeLessThan(100);
    expect(dispatch).toEqual({ stage: 'dispatch', ...NOTHING });
    expect(expiry).toEqual({ stage: 'expiry', ...NOTHING, delayedRows: 1, delayedOrders: 7 });
  });
});

describe('parked orders', () => {
  it('are counted by reason, up to a limit', async () => {
    await parkSome('stock', 12);
    await parkSome('dead_letter', 2);
    const counts = await countParked(db.database.statements(db.ctx), 10);
    expect(Object.fromEntries(counts.map(({ reason, orders }) => [reason, orders]))).toEqual({
      funds: 0,
      stock: 10,
      capacity: 0,
      route: 0,
      hold: 0,
      operator: 0,
      dead_letter: 2,
    });
  });
});
