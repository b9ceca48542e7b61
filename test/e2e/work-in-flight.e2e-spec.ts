import { eventually } from '#lib/testing';
import { Retention } from '#lib/retention';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

/** The lines on /metrics that tell what is under way. */
async function gaugesOf({ managementUrl }: StartedApp): Promise<string[]> {
  const text = await (await fetch(`${managementUrl}/metrics`)).text();
  return text.split('\n').filter((line) => /^linehaul_(?:work|parked)_\w+\{/.test(line));
}

let app: StartedApp;
let sql: Client;
beforeAll(async () => {
  app = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  sql = await liveSession(app.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await app.stop();
});

describe('what is under way', () => {
  it('is on /metrics of a process that relays, and of no other', async () => {
    const world = await World.build(await app.admin());
    for (let n = 0; n < 3; n++) await world.place();
    await sql.query(`insert into parked
      select gen_random_uuid(), 'payment', reason, 'key', now(), '{}' from unnest(array['funds', 'funds', 'dead_letter']) as reason`);
    const relaying = await startApp({ ...app, environment: { LINEHAUL_ROLES: 'relay' } });
    const seen = await eventually(
      () => gaugesOf(relaying),
      (lines) => lines.some((line) => line.startsWith('linehaul_parked_orders')),
    );
    expect(seen).toEqual(
      expect.arrayContaining([
        'linehaul_work_rows{stage="payment",state="due"} 3',
        'linehaul_work_orders{stage="payment",state="due"} 3',
        'linehaul_work_rows{stage="payment",state="delayed"} 0',
        'linehaul_work_oldest_due_seconds{stage="expiry"} 0',
        'linehaul_parked_orders{reason="funds"} 2',
        'linehaul_parked_orders{reason="dead_letter"} 1',
        'linehaul_parked_orders{reason="stock"} 0',
      ]),
    );
    const oldest = seen.find((line) => line.startsWith('linehaul_work_oldest_due_seconds{stage="payment"}'));
    expect(Number(oldest?.split(' ')[1])).toBeGreaterThan(0);
    expect(await gaugesOf(app)).toEqual([]);
    await relaying.stop();
  });
});

describe('what is kept for a time', () => {
  it('are keys, entries of the event feed and reports of deliveries', async () => {
    await sql.query(`insert into delivery_reports
      select gen_random_uuid(), gen_random_uuid(), 'delayed', now(), 'client:x', 'recorded', 'in_transit', 1,
        now() - make_interval(days => days) from unnest(array[29, 31]) as days`);
    await sql.query(`insert into idempotency_keys (scope, route, key, fingerprint, created_at)
      select gen_random_uuid(), 'test', 'k', '', now() - make_interval(hours => hours) from unnest(array[24, 26]) as hours`);
    await sql.query(`insert into event_feed_horizons values (now() - interval '8 days', pg_current_xact_id())`);
    await sql.query(
      `insert into event_feed (xid, order_ids, first_sequences, last_sequences) values ('3', '{}', '{}', '{}')`,
    );
    expect(await app.nest.get(Retention, { strict: false }).run()).toMatchObject({
      idempotency_keys: 1,
      event_feed: expect.any(Number) as number,
      delivery_reports: 1,
    });
    expect((await sql.query(`select from event_feed where xid = '3'`)).rowCount).toBe(0);
  });
});
