import { uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findParked, park, takeDeadLetter, type ParkReason } from './index';

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
  db.database.transaction(db.ctx, (tx) => takeDeadLetter(tx, orderId));

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
