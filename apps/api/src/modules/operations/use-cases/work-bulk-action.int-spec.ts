import { DomainError, uuidv7 } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BulkActionRepository } from '../persistence/bulk-action.repository';
import { WorkBulkAction } from './work-bulk-action';

const [POISON, SOUND] = [uuidv7(), uuidv7()];

let db: TestDatabase;
let acted: string[];
let id: string;
const actions = new BulkActionRepository();
beforeEach(async () => {
  db = await testDatabase();
  acted = [];
  id = uuidv7();
  const { actor } = db.ctx;
  const started = { id, action: 'cancel', reason: 'Test', actor, traceparent: '', command: null } as const;
  await db.database.transaction(db.ctx, (tx) => {
    actions.insert(tx, { ...started, createdAt: new Date() }, [POISON, SOUND]);
    return Promise.resolve();
  });
});
afterEach(() => db.close());

/** A process at work. `before` runs ahead of each of its transactions, which are counted from 1. */
function worker(before: (count: number) => Promise<unknown> = () => Promise.resolve()): WorkBulkAction {
  let count = 0;
  const database: ConstructorParameters<typeof WorkBulkAction>[0] = {
    transaction: async (ctx, work) => {
      await before(++count);
      return db.database.transaction(ctx, work);
    },
  };
  const orders: ConstructorParameters<typeof WorkBulkAction>[1] = {
    act: (_ctx, _tx, _action, orderIds) => {
      if (orderIds.includes(POISON)) throw new DomainError('conflict', 'test.poison', 'Nobody can do this one');
      acted.push(...orderIds);
      return Promise.resolve(new Map());
    },
  };
  return new WorkBulkAction(database, orders, actions, Log.create({ level: 'silent' }), { now: () => new Date() });
}

async function results(): Promise<(string | null)[]> {
  const items = await actions.items(db.database.statements(db.ctx), id, { after: 0, limit: 10 });
  return items.map(({ status }) => status);
}

describe('an order that no one can do', () => {
  it('is refused alone, whoever comes to that first; the next one is tried', async () => {
    const other = worker();
    // Both orders, the first alone, then what gives it up: before that the other process has done the same.
    const slow = worker((count) => (count === 3 ? other.execute(id) : Promise.resolve()));
    expect(await slow.execute(id)).toBe('more');
    expect(await results()).toEqual(['refused', null]);
    expect(await slow.execute(id)).toBe('finished');
    expect([await results(), acted]).toEqual([['refused', 'done'], [SOUND]]);
  });
});
