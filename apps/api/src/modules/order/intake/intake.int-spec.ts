import { statement } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { createRedis, KeyClaims, type ClaimOutcome } from '#lib/redis';
import { testDatabase, testRedis, type TestDatabase } from '#lib/testing';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRequest } from '../domain/order';
import { orderFingerprint } from './order-fingerprint';
import { ContendedKeys } from './contended-keys';
import { IntakeFlight } from './intake-flight';
import type { Placement } from './placement';

const COUNT = statement(
  'test.count-placed',
  `select (select count(*)::int from orders) as orders, (select count(*)::int from idempotency_keys) as keys,
     (select count(*)::int from order_events) as events, (select count(*)::int from event_feed) as feed,
     (select coalesce(sum(cardinality(order_ids)), 0)::int from work) as in_work`,
);
const CLEAR = ['orders', 'idempotency_keys', 'order_events', 'event_feed', 'work'].map((table) =>
  statement(`test.clear-${table}`, `delete from ${table}`),
);

let db: TestDatabase;
let redis: Redis;
let claims: KeyClaims;

beforeAll(async () => {
  db = await testDatabase();
  const { url, prefix } = await testRedis();
  redis = createRedis({ url, prefix, role: 'command', onError: () => undefined });
  claims = new KeyClaims(redis);
  await once(redis, 'ready');
});
afterAll(async () => {
  redis.disconnect();
  await db.close();
});
beforeEach(async () => {
  for (const clear of CLEAR) await db.database.statements(db.ctx).execute(clear);
});

/** A pause that only lets others have their turn: nothing here waits for a time. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const merchantId = uuidv7();

function request(reference: string): OrderRequest {
  return {
    reference,
    serviceLevel: 'standard',
    recipient: {
      name: 'A "quoted" name, {braces} and \\',
      phone: '+8613800138000',
      address: { line1: '1 Road', city: 'Beijing', country: 'CN', lat: 39.92, lng: 116.44 },
    },
    lines: [
      { sku: 'SKU-0001', quantity: 2 },
      { sku: 'SKU.2', quantity: 1 },
    ],
    payment: { terms: 'account', amountMinor: 12_900, currency: 'CNY' },
    deliverAfter: null,
    deliverBefore: null,
    metadata: {},
  };
}

function placement(key: string, reference = key): Placement {
  const asked = request(reference);
  return {
    id: uuidv7(),
    merchantId,
    key,
    fingerprint: orderFingerprint(asked),
    zoneId: uuidv7(),
    actor: 'client:test',
    request: asked,
  };
}

function flight(withClaims: KeyClaims = claims): IntakeFlight {
  return new IntakeFlight(db.database.statements(db.ctx), withClaims, pause, () => performance.now());
}

const fly = (placements: Placement[], claim = true) => flight().fly(placements, { claim });

async function stored() {
  const [row] = await db.database
    .statements(db.ctx)
    .query<{ orders: number; keys: number; events: number; feed: number; in_work: number }>(COUNT);
  return row;
}

/** Waits for Redis longer than intake does: on a busy machine its answer may take more than 20 ms. */
class PatientClaims extends KeyClaims {
  override claimKeys(keys: readonly string[], token: string, ttlMs: number): Promise<ClaimOutcome> {
    return super.claimKeys(keys, token, ttlMs, 5000);
  }
}

describe('a flight of intake', () => {
  it('leaves order, key, event, feed and one work row for the whole batch', async () => {
    const batch = Array.from({ length: 40 }, (_, n) => placement(`k${n}`));
    const outcomes = await fly(batch);
    expect(outcomes).toEqual(batch.map((each) => ({ kind: 'created', orderId: each.id })));
    expect(await stored()).toEqual({ orders: 40, keys: 40, events: 40, feed: 1, in_work: 40 });
  });

  it('answers a repetition with the first id and refuses the key for anything else', async () => {
    const first = placement('k');
    await fly([first]);
    expect(await fly([placement('k')])).toEqual([{ kind: 'replayed', orderId: first.id }]);
    expect(await fly([placement('k', 'other')])).toEqual([{ kind: 'key_reused' }]);
    expect(await stored()).toMatchObject({ orders: 1, keys: 1, events: 1 });
  });

  it('binds a key to reference_taken, and answers the same again', async () => {
    const first = placement('k1', 'SO-1');
    await fly([first]);
    const refused = { kind: 'reference_taken', orderId: first.id };
    expect(await fly([placement('k2', 'SO-1')])).toEqual([{ ...refused, replayed: false }]);
    expect(await fly([placement('k2', 'SO-1')])).toEqual([{ ...refused, replayed: true }]);
    expect(await stored()).toMatchObject({ orders: 1, events: 1, in_work: 1 });
  });

  it('takes one of two orders with one reference in the same batch', async () => {
    const outcomes = await fly([placement('k1', 'SO-1'), placement('k2', 'SO-1')]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['created', 'reference_taken']);
    expect(await stored()).toMatchObject({ orders: 1, keys: 2 });
  });

  it('counts an attempt whose answer was lost as created when the batch runs again with the same ids', async () => {
    const batch = [placement('k1'), placement('k2')];
    await fly(batch);
    expect(await fly(batch)).toEqual(batch.map((each) => ({ kind: 'created', orderId: each.id })));
    expect(await stored()).toMatchObject({ orders: 2, in_work: 2 });
  });

  it.each([true, false])('makes one order of many processes with overlapping keys (claim: %s)', async (claim) => {
    const keys = Array.from({ length: 60 }, (_, n) => `k${n}`);
    const shuffled = (seed: number) =>
      [...keys].sort(
        (a, b) => ((a.length * seed) % 7) - ((b.length * seed) % 7) || (seed % 2 ? 1 : -1) * a.localeCompare(b),
      );
    const flights = await Promise.all(
      Array.from({ length: 8 }, (_, process) =>
        fly(
          shuffled(process).map((key) => placement(key)),
          claim,
        ),
      ),
    );
    const kinds = flights.flat().map((outcome) => outcome.kind);
    expect(kinds.filter((kind) => kind === 'created')).toHaveLength(60);
    expect(kinds.every((kind) => ['created', 'replayed', 'contended'].includes(kind))).toBe(true);
    expect(await stored()).toMatchObject({ orders: 60, keys: 60, events: 60, in_work: 60 });
  });

  it('hands a key that another process has claimed to the wait, which sees its outcome', async () => {
    const first = placement('k');
    const patient = new PatientClaims(redis);
    const key = `${merchantId}:orders.place:k`;
    expect(await patient.claimKeys([key], 'other-process', 60_000)).toEqual({ contended: new Set() });
    const late = placement('k');
    expect(await flight(patient).fly([late], { claim: true })).toEqual([{ kind: 'contended' }]);
    const contended = new ContendedKeys(
      db.database.statements(db.ctx),
      pause,
      () => performance.now(),
      () => 1000,
    );
    const [outcome] = await Promise.all([contended.outcomeOf(late), fly([first], false)]);
    expect(outcome).toEqual({ kind: 'replayed', orderId: first.id });
    await patient.releaseKeys([key], 'other-process');
  });

  it('says in_progress when the other has not finished within the wait', async () => {
    const contended = new ContendedKeys(
      db.database.statements(db.ctx),
      pause,
      () => performance.now(),
      () => 50,
    );
    expect(await contended.outcomeOf(placement('never'))).toEqual({ kind: 'in_progress' });
  });

  it('reaches the same outcome with Redis away', async () => {
    const away = createRedis({ url: 'redis://127.0.0.1:1/0', prefix: 'x', role: 'command', onError: () => undefined });
    try {
      const flights = await Promise.all(
        Array.from({ length: 4 }, () =>
          flight(new KeyClaims(away)).fly([placement('k1'), placement('k2')], { claim: true }),
        ),
      );
      expect(flights.flat().filter((outcome) => outcome.kind === 'created')).toHaveLength(2);
      expect(await stored()).toMatchObject({ orders: 2, keys: 2 });
    } finally {
      away.disconnect();
    }
  });

  it('splits a batch whose one key is stuck in another transaction, and takes the others', async () => {
    const stuck = new Client({ connectionString: db.url, options: '-c search_path=live' });
    await stuck.connect();
    try {
      await stuck.query('begin');
      const values = [merchantId, 'orders.place', 'k3', Buffer.alloc(32)];
      await stuck.query(
        'insert into idempotency_keys (scope, route, key, fingerprint, created_at) values ($1, $2, $3, $4, now())',
        values,
      );
      const pool = db.database.dedicatedPool(db.ctx, { size: 2, lockTimeoutMs: 50 });
      const batch = Array.from({ length: 8 }, (_, n) => placement(`k${n}`));
      const stubborn = new IntakeFlight(pool.statements, claims, pause, () => performance.now());
      const outcomes = await stubborn.fly(batch, { claim: false });
      await pool.close();
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(
        batch.map((each) => (each.key === 'k3' ? 'in_progress' : 'created')),
      );
    } finally {
      await stuck.query('rollback');
      await stuck.end();
    }
  });

  it('is prepared by sessions that know the statement, and by nothing written', async () => {
    const pool = db.database.dedicatedPool(db.ctx, { size: 3, lockTimeoutMs: 50 });
    const sessions = statement(
      'test.sessions',
      `select count(*)::int as count from pg_stat_activity
       where pid <> pg_backend_pid() and datname = current_database() and query like '%idempotency_keys%'`,
    );
    const prepared = async (): Promise<number> =>
      (await db.database.statements(db.ctx).query<{ count: number }>(sessions))[0]?.count ?? 0;
    const before = await prepared();
    await new IntakeFlight(pool.statements, claims, pause, () => performance.now()).prepare(2);
    expect((await prepared()) - before).toBe(2);
    expect(await stored()).toEqual({ orders: 0, keys: 0, events: 0, feed: 0, in_work: 0 });
    await pool.close();
  });

  it('runs the same batch again when its connection is cut, and writes it once', async () => {
    const pool = db.database.dedicatedPool(db.ctx, { size: 1, lockTimeoutMs: 500 });
    const cut = statement(
      'test.cut',
      `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and query like '%idempotency_keys%'`,
    );
    const survivor = new IntakeFlight(pool.statements, claims, pause, () => performance.now());
    await survivor.fly([placement('warm')], { claim: false });
    await db.database.statements(db.ctx).execute(cut);
    const outcomes = await survivor.fly([placement('k1'), placement('k2')], { claim: false });
    await pool.close();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['created', 'created']);
    expect(await stored()).toMatchObject({ orders: 3, keys: 3, in_work: 3 });
  });
});
