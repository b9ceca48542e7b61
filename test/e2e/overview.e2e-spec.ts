import { anOrder, eventually } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface OverviewBody {
  stages: { stage: string; waiting_orders: number; dead_letters: number }[];
  parked: { stage: string; code: string; orders: number }[];
  queues: { name: string; waiting: number; paused: boolean }[];
  history: { at: string; received: number; dispatched: number; delivered: number }[];
}

let app: StartedApp;
let world: World;
let sql: Client;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
  sql = await liveSession(app.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await app.stop();
});

const overview = async (): Promise<OverviewBody> =>
  (await world.viewer.get('/v1/overview').expect(200)).body as OverviewBody;

const sum = (history: OverviewBody['history'], of: 'received' | 'dispatched'): number =>
  history.reduce((total, point) => total + point[of], 0);

describe('the overview', () => {
  it('counts every order once, whichever commit tells of it and however many processes count', async () => {
    const other = await startApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    // A transaction that began before the others and ends after them: what it tells lies before what was read.
    const slow = await liveSession(app.databaseUrl);
    await slow.query('begin');
    await slow.query(
      `insert into event_feed (order_ids, first_sequences, last_sequences, reached)
       values (array[gen_random_uuid()], '{7}', '{7}', '{0,0,0,1,0}')`,
    );
    const ids = await Promise.all(Array.from({ length: 12 }, () => world.place()));
    for (const id of ids) await world.reaches(id, 'dispatched');
    await slow.query('commit');
    await slow.end();
    const seen = await eventually(overview, ({ history }) => history.some(({ delivered }) => delivered > 0));
    expect(seen.history).toHaveLength(60);
    expect(sum(seen.history, 'received')).toBe(12);
    expect(sum(seen.history, 'dispatched')).toBe(12);
    expect(seen.queues.map(({ name, paused }) => [name, paused])).toEqual(
      ['payment', 'fulfilment', 'dispatch', 'expiry'].map((name) => [name, false]),
    );
    await other.stop();
  });

  it('says what waits, by stage and reason', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const { id } = (await poor.api.create('/v1/orders', anOrder().build()).expect(201)).body as { id: string };
    await world.reaches(id, 'awaiting_payment');
    await sql.query(
      `insert into parked select gen_random_uuid(), 'fulfilment', 'dead_letter', 'fulfilment', now(), '{}' from generate_series(1, 3)`,
    );
    const { parked, stages } = await eventually(overview, (seen) => seen.parked.length === 2);
    expect(parked).toEqual([
      { stage: 'payment', code: 'funds', orders: 1 },
      { stage: 'fulfilment', code: 'dead_letter', orders: 3 },
    ]);
    expect(stages.find(({ stage }) => stage === 'fulfilment')?.dead_letters).toBe(3);
    await world.merchant.get('/v1/overview').expect(403);
  });
});
