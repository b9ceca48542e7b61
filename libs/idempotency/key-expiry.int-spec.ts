import { statement } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Idempotency } from './idempotency';
import { KeyExpiry } from './key-expiry';

const NOW = new Date('2026-06-01T12:00:00Z');
const HOUR_MS = 3_600_000;

const INSERT = statement(
  'test.insert-keys',
  `insert into idempotency_keys (scope, route, key, fingerprint, created_at)
   select $1, 'test', $2 || n, '\\x00', $3 from generate_series(1, $4::int) as n`,
);
const COUNT = statement('test.count-keys', `select count(*)::int as kept, min(key) as key from idempotency_keys`);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('the expiry of keys', () => {
  it('forgets all that are older than a day and an hour, in as many pages as it takes, and no other', async () => {
    const clock = { now: () => NOW };
    const statements = db.database.statements(db.ctx);
    const insert = (name: string, ageH: number, count: number): Promise<number> =>
      statements.execute(INSERT, [uuidv7(), name, new Date(NOW.getTime() - ageH * HOUR_MS), count]);
    await insert('old', 26, 4_500);
    await insert('kept', 24.5, 1);
    const expiry = new KeyExpiry(new Idempotency(db.database, clock), clock);
    expect(await expiry.run()).toBe(4_500);
    expect(await statements.query(COUNT)).toEqual([{ kept: 1, key: 'kept1' }]);
    expect(await expiry.run()).toBe(0);
  });
});
