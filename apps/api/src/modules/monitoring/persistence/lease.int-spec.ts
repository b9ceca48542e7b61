import { eventually, testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LeaseRepository } from './lease.repository';

describe('the lease of the evaluator', () => {
  let db: TestDatabase;
  const lease = new LeaseRepository();
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  const hold = (who: string) => lease.hold(db.database.statements(db.ctx), who);
  const fence = (who: string) => db.database.transaction(db.ctx, (tx) => lease.fence(tx, who));

  it('has one holder, and only that one may write', async () => {
    const held = await Promise.all(['a', 'b', 'c', 'd'].map(hold));
    expect(held.filter(Boolean)).toHaveLength(1);
    const holder = ['a', 'b', 'c', 'd'][held.indexOf(true)] ?? '';
    const may = await Promise.all(['a', 'b', 'c', 'd'].map(fence));
    expect(may).toEqual(held);
    expect(await hold(holder)).toBe(true);
  });

  it('passes to another within three seconds when its holder is silent, who may write no more', async () => {
    await eventually(() => hold('first'), Boolean);
    await eventually(() => hold('second'), Boolean, 3000);
    expect([await hold('first'), await fence('first'), await fence('second')]).toEqual([false, false, true]);
  });

  it('passes at once when its holder gives it up', async () => {
    await eventually(() => hold('leaver'), Boolean);
    await lease.giveUp(db.database.statements(db.ctx), 'leaver');
    expect(await hold('next')).toBe(true);
  });
});
