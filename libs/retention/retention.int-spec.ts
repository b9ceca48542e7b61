import { once } from 'node:events';
import { EVENT_FEED, statement, VersionWatch } from '#lib/database';
import { IDEMPOTENCY_KEYS } from '#lib/idempotency';
import { uuidv7 } from '#lib/kernel';
import { createRedis, RedisLock } from '#lib/redis';
import { Settings } from '#lib/settings';
import { eventually, testDatabase, testRedis, type TestDatabase } from '#lib/testing';
import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Retention, type RetainedTable } from './retention';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = new Date('2026-06-01T12:00:00Z');

const KEYS: RetainedTable = { ...IDEMPOTENCY_KEYS, keptForH: ({ retention }) => retention.idempotencyKeysH };
const FEED: RetainedTable = { ...EVENT_FEED, keptForH: ({ retention }) => retention.eventFeedH };
const BROKEN: RetainedTable = { table: 'settings_versions', mayGo: 'no_such_column < $1', keptForH: () => 1 };

const INSERT_KEYS = statement(
  'test.insert-keys',
  `insert into idempotency_keys (scope, route, key, fingerprint, created_at)
   select $1, 'test', $2 || n, '\\x00', $3 from generate_series(1, $4::int) as n`,
);
const KEPT_KEYS = statement('test.kept-keys', `select key from idempotency_keys order by key`);
const INSERT_ENTRY = statement(
  'test.insert-feed-entry',
  `insert into event_feed (order_ids, first_sequences, last_sequences) values (array[gen_random_uuid()], '{1}', '{1}')`,
);
const ENTRIES = statement(
  'test.feed-entries',
  `select count(*)::int as entries,
     (count(*) filter (where xid < pg_snapshot_xmin(pg_current_snapshot())))::int as readable from event_feed`,
);
const HORIZONS = statement('test.feed-horizons', `select seen_at from event_feed_horizons order by seen_at`);

let db: TestDatabase;
let redis: Redis;
let locks: RedisLock;
let settings: Settings;
let now: Date;

beforeEach(async () => {
  db = await testDatabase();
  redis = createRedis({ ...(await testRedis()), role: 'command', onError: () => undefined });
  await once(redis, 'ready');
  locks = new RedisLock(redis);
  const watch = new VersionWatch(db.database, () => undefined);
  settings = await Settings.open(db.database, watch, () => undefined);
  now = START;
});
afterEach(async () => {
  redis.disconnect();
  await db.close();
});

const retentionOf = (...tables: RetainedTable[]): Retention =>
  new Retention({ database: db.database, settings, locks, clock: { now: () => now } }, tables, false);

const query = <Row extends object>(text: ReturnType<typeof statement>): Promise<Row[]> =>
  db.database.statements(db.ctx).query<Row>(text);

/** Keys bound so many hours ago, in the order in which they lie on disk. */
async function insertKeys(name: string, ageH: number, count: number): Promise<void> {
  const boundAt = new Date(START.getTime() - ageH * HOUR_MS);
  await db.database.statements(db.ctx).execute(INSERT_KEYS, [uuidv7(), name, boundAt, count]);
}

async function keptKeys(): Promise<string[]> {
  return (await query<{ key: string }>(KEPT_KEYS)).map(({ key }) => key);
}

describe('what is kept for a time', () => {
  it('goes after that time, wherever it lies, and nothing else does', async () => {
    await insertKeys('first', 24.9, 1);
    await insertKeys('old', 25.1, 50_000);
    await insertKeys('last', 24.9, 1);
    expect(await retentionOf(KEYS).run()).toEqual({ idempotency_keys: 50_000 });
    expect(await keptKeys()).toEqual(['first1', 'last1']);
    expect(await retentionOf(KEYS).run()).toEqual({ idempotency_keys: 0 });
    now = new Date(START.getTime() + HOUR_MS);
    expect(await retentionOf(KEYS).run()).toEqual({ idempotency_keys: 2 });
  });

  it('is gone through by one process at a time', async () => {
    await insertKeys('old', 26, 10);
    const other = await locks.acquire('retention:idempotency_keys', { ttlMs: 10_000 });
    expect(other).not.toBe('unavailable');
    expect(await retentionOf(KEYS).run()).toEqual({ idempotency_keys: 'elsewhere' });
    expect(await keptKeys()).toHaveLength(10);
    if (typeof other !== 'string') await other.release();
    expect(await retentionOf(KEYS).run()).toEqual({ idempotency_keys: 10 });
  });

  it('goes once without Redis, when two processes are at it', async () => {
    await insertKeys('old', 26, 50_000);
    redis.disconnect();
    const outcomes = await Promise.all([retentionOf(KEYS).run(), retentionOf(KEYS).run()]);
    const gone = outcomes.map((outcome) => Number(outcome['idempotency_keys']));
    expect(gone.reduce((sum, each) => sum + each, 0)).toBe(50_000);
    expect(await keptKeys()).toEqual([]);
  });

  it('stays when the process stops', async () => {
    await insertKeys('old', 26, 10);
    const retention = retentionOf(KEYS);
    const run = retention.run();
    await retention.beforeApplicationShutdown();
    expect(await run).toEqual({ idempotency_keys: 0 });
    expect(await keptKeys()).toHaveLength(10);
  });

  it('goes also when another table cannot be gone through, which is told', async () => {
    const told = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    await insertKeys('old', 26, 10);
    expect(await retentionOf(BROKEN, KEYS).run()).toEqual({ settings_versions: 'failed', idempotency_keys: 10 });
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });
});

describe('the event feed', () => {
  const at = (days: number): Date => new Date(START.getTime() + days * DAY_MS);
  const entry = (): Promise<number> => db.database.statements(db.ctx).execute(INSERT_ENTRY);
  const entries = async (): Promise<unknown> => (await query(ENTRIES))[0];
  const allReadable = (count: number): Promise<unknown> =>
    eventually(entries, (seen) => (seen as { readable: number }).readable === count);
  async function runAt(days: number): Promise<unknown> {
    now = at(days);
    return (await retentionOf(FEED).run())['event_feed'];
  }

  it('keeps an entry for a week', async () => {
    await entry();
    await allReadable(1);
    expect(await runAt(0)).toBe(0);
    await entry();
    await allReadable(2);
    expect(await runAt(6.9)).toBe(0);
    expect(await runAt(7.1)).toBe(1);
    expect(await entries()).toMatchObject({ entries: 1 });
    expect(await runAt(14.2)).toBe(1);
  });

  it('counts the week from when consumers could read an entry, which an open transaction delays', async () => {
    const slow = new Client({ connectionString: db.url });
    await slow.connect();
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await entry();
    expect(await runAt(0)).toBe(0);
    expect(await runAt(10)).toBe(0);
    expect(await entries()).toEqual({ entries: 1, readable: 0 });
    await slow.query('commit');
    await slow.end();
    await allReadable(1);
    expect(await runAt(10.1)).toBe(0);
    expect(await runAt(17)).toBe(0);
    expect(await runAt(17.2)).toBe(1);
  });

  it('keeps no more marks of how far one could read than it needs', async () => {
    for (const days of [0, 1, 2, 8.5, 9.5]) await runAt(days);
    const marks = (await query<{ seen_at: Date }>(HORIZONS)).map(({ seen_at: seenAt }) => seenAt);
    expect(marks).toEqual([2, 8.5, 9.5].map(at));
  });
});
