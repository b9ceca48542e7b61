import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '#lib/database';
import { testDatabase, type TestDatabase } from './test-database';
import { testRedis } from './test-redis';

const WHERE = statement('testing.where', `select current_database() as name, current_schema() as schema`);
const RAN = statement('testing.ran', `select count(*) as count from migrations`);

describe('a test database', () => {
  let one: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  });
  afterAll(() => Promise.all([one.close(), other.close()]));

  it('is migrated, in the schema of the live lane', async () => {
    const [where] = await one.database.statements(one.ctx).query<{ name: string; schema: string }>(WHERE);
    expect(where?.schema).toBe('live');
    const [ran] = await one.database.statements(one.ctx).query<{ count: number }>(RAN);
    expect(ran?.count).toBeGreaterThan(0);
  });

  it('is not the one of the next caller', async () => {
    const names = await Promise.all(
      [one, other].map((db) => db.database.statements(db.ctx).query<{ name: string }>(WHERE)),
    );
    expect(names[0]?.[0]?.name).not.toBe(names[1]?.[0]?.name);
  });
});

describe('a test Redis', () => {
  it('keeps its keys when another is emptied', async () => {
    const [one, other] = (await Promise.all([testRedis(), testRedis()])).map(({ url }) => new Redis(url)) as [
      Redis,
      Redis,
    ];
    try {
      await one.set('key', 'value');
      await other.flushdb();
      expect(await one.get('key')).toBe('value');
      expect(await other.get('key')).toBeNull();
    } finally {
      one.disconnect();
      other.disconnect();
    }
  });
});
