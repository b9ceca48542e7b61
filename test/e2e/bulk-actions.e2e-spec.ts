import { randomUUID } from 'node:crypto';
import { anOrder, eventually } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface ActionView {
  id: string;
  status: string;
  total: number;
  done: number;
  refused: number;
  results: {
    data: { order_id: string; status: string; problem?: { code: string; status: number } }[];
    page_info: { next_cursor: string | null };
  };
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

const PATH = '/v1/orders/bulk-actions';

const act = (action: string, orderIds: readonly string[], key?: string) =>
  world.operator.create(PATH, { action, order_ids: orderIds, reason: 'A test of it' }, key);

async function dispatched(count: number): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: count }, () => world.place()));
  for (const id of ids) await world.reaches(id, 'dispatched');
  return ids;
}

interface EventView {
  code: string;
  actor: string;
  data: { reason?: string } | null;
}

async function eventsOf(id: string): Promise<EventView[]> {
  return (await world.operator.get(`/v1/orders/${id}?expand=events`).expect(200)).body.events as EventView[];
}

async function used(): Promise<number> {
  const { rows } = await sql.query<{ used: number }>('select coalesce(sum(used_parcels), 0)::int as used from shifts');
  return rows[0]?.used ?? 0;
}

describe('a few orders', () => {
  it('are cancelled with a result each, by whom and why, and a repetition is answered alike', async () => {
    const [first = '', second = ''] = await dispatched(2);
    const nobody = randomUUID();
    const key = randomUUID();
    const answer = await act('cancel', [first, nobody, second], key).expect(200);
    const { results, ...view } = answer.body as ActionView;
    expect(view).toMatchObject({ action: 'cancel', status: 'finished', total: 3, done: 2, refused: 1 });
    expect(results.data).toMatchObject([
      { order_id: first, status: 'done' },
      { order_id: nobody, status: 'refused', problem: { code: 'order.not_found', status: 404 } },
      { order_id: second, status: 'done' },
    ]);
    const again = await act('cancel', [first, nobody, second], key).expect(200);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(answer.body);
    const cancelled = (await eventsOf(first)).filter(({ code }) => code === 'cancelled');
    expect(cancelled).toMatchObject([{ data: { reason: 'A test of it' } }]);
    expect(cancelled[0]?.actor).toMatch(/^client:/);
    await world.viewer.get(answer.headers.location ?? '').expect(200, answer.body);
  });

  it('go to dispatch again, their room given back once, and are refused where nobody can take them back', async () => {
    const before = await used();
    const [one = '', other = '', gone = ''] = await dispatched(3);
    await act('cancel', [gone]).expect(200);
    const takenBackAt = new Date();
    const { body } = await act('redispatch', [one, other, gone]).expect(200);
    expect((body as ActionView).results.data).toMatchObject([
      { status: 'done' },
      { status: 'done' },
      { status: 'refused', problem: { code: 'order.not_redispatchable' } },
    ]);
    for (const id of [one, other]) {
      await world.reaches(id, 'dispatched');
      const codes = await eventually(
        async () => (await eventsOf(id)).map(({ code }) => code),
        (all) => all.at(-1) === 'dispatched',
      );
      expect(codes.slice(-3)).toEqual(['dispatched', 'redispatched', 'dispatched']);
    }
    expect(await used()).toBe(before + 2);
    const kept = 'select from assignments where order_id = any($1) and assigned_at < $2';
    expect((await sql.query(kept, [[one, other], takenBackAt])).rowCount).toBe(0);
  });

  it('look for room again when they wait for it', async () => {
    await sql.query('update shifts set closed = true');
    const id = await world.place();
    await eventually(
      async () => (await world.operator.get(`/v1/orders/${id}?expand=waiting`)).body.waiting?.reason as string,
      (reason) => reason === 'capacity',
    );
    await sql.query('update shifts set closed = false');
    const { body } = await act('redispatch', [id]).expect(200);
    expect(body).toMatchObject({ done: 1 });
    await world.reaches(id, 'dispatched');
  });

  it('are not taken twice, nor from who may not', async () => {
    const id = randomUUID();
    await act('cancel', [id, id]).expect(400);
    await act('explode', [id]).expect(400);
    await world.operator.post(PATH, { action: 'cancel', order_ids: [id], reason: 'x' }).expect(400);
    await world.viewer.create(PATH, { action: 'cancel', order_ids: [id], reason: 'x' }).expect(403);
    await world.merchant.create(PATH, { action: 'cancel', order_ids: [id], reason: 'x' }).expect(403);
    await world.operator.get(`/v1/bulk-actions/${id}`).expect(404);
  });
});

describe('many orders', () => {
  it('are done in the background, with pages of results; one that no one can do does not keep the others', async () => {
    const items = Array.from({ length: 250 }, () => ({ ...anOrder().build(), idempotency_key: randomUUID() }));
    const placed = await world.merchant.post('/v1/orders/batch', items).expect(200);
    const ids = (placed.body.data as { order: { id: string } }[]).map(({ order }) => order.id);
    const poison = ids[120] ?? '';
    await sql.query(`create function refuse_one() returns trigger language plpgsql as $$ begin
      if new.order_id = '${poison}' and new.code = 'cancelled' then raise exception 'broken on purpose' using errcode = '22023'; end if;
      return new; end $$`);
    await sql.query(`create trigger fault before insert on order_events for each row execute function refuse_one()`);
    const started = await act('cancel', ids).expect(202);
    const location = started.headers.location ?? '';
    const finished = await eventually(
      async () => (await world.viewer.get(`${location}?limit=200`).expect(200)).body as ActionView,
      ({ status }) => status === 'finished',
    );
    await sql.query('drop trigger fault on order_events');
    expect(finished).toMatchObject({ total: 250, done: 249, refused: 1 });
    const rest = await world.viewer.get(`${location}?limit=200&cursor=${finished.results.page_info.next_cursor}`);
    const all = [...finished.results.data, ...(rest.body as ActionView).results.data];
    expect(all.map(({ order_id }) => order_id)).toEqual(ids);
    const refused = (await world.viewer.get(`${location}?status=refused`)).body as ActionView;
    expect(refused.results.data).toMatchObject([{ order_id: poison, status: 'refused', problem: { status: 500 } }]);
    const { rows } = await sql.query<{ events: number; orders: number }>(
      `select count(*)::int as events, count(distinct order_id)::int as orders from order_events
       where code = 'cancelled' and order_id = any($1)`,
      [ids],
    );
    expect(rows[0]).toEqual({ events: 249, orders: 249 });
    const { rows: told } = await sql.query<{ orders: number }>(
      `select count(distinct resource_id)::int as orders from audit_entries
       where resource_type = 'order' and action = 'bulkActions.start' and resource_id = any($1)`,
      [ids],
    );
    expect(told[0]?.orders).toBe(249);
  });

  it('are each acted upon once when two processes are at it and their connections break again and again', async () => {
    const other = await startApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    const items = Array.from({ length: 400 }, () => ({ ...anOrder().build(), idempotency_key: randomUUID() }));
    const placed = await world.merchant.post('/v1/orders/batch', items).expect(200);
    const ids = (placed.body.data as { order: { id: string } }[]).map(({ order }) => order.id);
    for (const id of ids.slice(-3)) await world.reaches(id, 'dispatched');
    await eventually(
      async () =>
        (await sql.query(`select from orders where id = any($1) and status <> 'dispatched'`, [ids])).rowCount ?? 0,
      (left) => left === 0,
    );
    const { headers } = await act('redispatch', ids).expect(202);
    const finished = await eventually(
      async () => {
        await sql.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and query like '%bulk_action%'`,
        );
        return (await world.viewer.get(`${headers.location}?limit=1`)).body as Partial<ActionView>;
      },
      ({ status }) => status === 'finished',
    );
    expect(finished).toMatchObject({ total: 400, done: 400, refused: 0 });
    const { rows } = await sql.query<{ events: number; orders: number }>(
      `select count(*)::int as events, count(distinct order_id)::int as orders from order_events
       where code = 'redispatched' and order_id = any($1)`,
      [ids],
    );
    expect(rows[0]).toEqual({ events: 400, orders: 400 });
    await other.stop();
  });
});

describe('dead letters', () => {
  it('are listed by page, and retried or discarded one by one or as a whole stage', async () => {
    const ids = (await dispatched(5)).sort();
    await sql.query(
      `insert into parked select id, 'dispatch', 'dead_letter', 'dispatch', now(), '{"error": "x", "attempts": 10}' from unnest($1::uuid[]) as id`,
      [ids],
    );
    const listed: { order_id: string; attempts: number; code: string }[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `stage=dispatch&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await world.viewer.get(`/v1/dead-letters?${query}`).expect(200);
      listed.push(...(body.data as typeof listed));
      cursor = body.page_info.next_cursor as string | null;
    }
    expect(listed.map(({ order_id }) => order_id)).toEqual(ids);
    expect(listed[0]).toMatchObject({ code: 'dead_letter', attempts: 10 });
    expect((await world.viewer.get('/v1/dead-letters?stage=payment').expect(200)).body.data).toEqual([]);
    expect((await world.viewer.get('/v1/dead-letters?code=funds').expect(200)).body.data).toEqual([]);
    const queues = await eventually(
      async () =>
        (await world.viewer.get('/v1/queues').expect(200)).body.data as { name: string; dead_letters: number }[],
      (data) => data.some(({ dead_letters }) => dead_letters > 0),
    );
    expect(queues.find(({ name }) => name === 'dispatch')).toMatchObject({ dead_letters: 5, paused: false });
    const [discarded = '', ...rest] = ids;
    const command = (what: string, body: object) =>
      world.operator.create(`/v1/dead-letters/${what}`, { reason: 'Test', ...body });
    expect((await command('discard', { order_ids: [discarded] }).expect(200)).body).toMatchObject({ done: 1 });
    await world.reaches(discarded, 'cancelled');
    const retried = (await command('retry', { stage: 'dispatch' }).expect(200)).body as ActionView;
    expect(retried).toMatchObject({ total: 4, done: 4 });
    expect(retried.results.data.map(({ order_id }) => order_id)).toEqual(rest);
    expect((await command('retry', { stage: 'dispatch' }).expect(409)).body).toMatchObject({
      code: 'operations.no_dead_letters',
    });
    const late = (await command('discard', { order_ids: [...rest, discarded] }).expect(200)).body as ActionView;
    expect(late).toMatchObject({ total: 5, done: 0, refused: 5 });
    expect(late.results.data[0]).toMatchObject({ problem: { status: 409, code: 'order.not_dead_letter' } });
    await command('retry', { stage: 'dispatch', order_ids: rest }).expect(400);
    await command('retry', {}).expect(400);
  });
});
