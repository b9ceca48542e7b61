import { randomUUID } from 'node:crypto';
import { anOrder } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface Listed {
  id: string;
  reference: string;
  problem?: { kind: string; stage: string | null; code: string; attempts: number; remedies: string[] } | null;
}

let app: StartedApp;
let world: World;
let sql: Client;
let aheadMs = 0;
const now = (): number => Date.now() + aheadMs;
beforeAll(async () => {
  app = await startApp({ clock: { now: () => new Date(now()) } });
  world = await World.build(await app.admin());
  sql = await liveSession(app.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await app.stop();
});

async function page(query: string, api: Api = world.operator): Promise<{ data: Listed[]; next: string | null }> {
  const { body } = await api.get(`/v1/orders?${query}`).expect(200);
  return { data: body.data as Listed[], next: body.page_info.next_cursor as string | null };
}

async function ids(query: string, api?: Api): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, next } = await page(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, api);
    found.push(...data.map(({ id }) => id));
    cursor = next;
  }
  return found;
}

async function placed(count: number, reference = (n: number): string => `LIST-${n}`): Promise<string[]> {
  const all: string[] = [];
  for (let n = 0; n < count; n++) all.push(await world.place(anOrder().withReference(reference(n)).build()));
  return all;
}

describe('the list of orders', () => {
  it('goes page by page in both directions, of one zone or another', async () => {
    const all = await placed(5, (n) => `WAY-${n}`);
    for (const id of all) await world.reaches(id, 'dispatched');
    const zone = `zone_id=${world.ids.zoneId}&status=dispatched&created_after=2020-01-01T00:00:00Z`;
    expect(await ids(`${zone}&limit=2&sort=created_at`)).toEqual(all);
    expect(await ids(`${zone}&limit=2`)).toEqual([...all].reverse());
    expect(await ids(`zone_id=${world.ids.warehouseId}`)).toEqual([]);
  });

  it('finds what a reference begins with, over merchants, and a whole one, and a waybill', async () => {
    const mine = await placed(3, (n) => `BEGIN-${n}`);
    const other = await World.addMerchant(world.admin, 1_000_000);
    const theirs = await other.api.create('/v1/orders', anOrder().withReference('BEGIN-1').build()).expect(201);
    const everybody = await ids('reference_prefix=BEGIN-&limit=1');
    expect(new Set(everybody)).toEqual(new Set([...mine, theirs.body.id]));
    expect(everybody).toHaveLength(4);
    expect(await ids('reference_prefix=BEGIN-', other.api)).toEqual([theirs.body.id]);
    expect(new Set(await ids('reference=BEGIN-1'))).toEqual(new Set([mine[1], theirs.body.id]));
    expect(await ids(`reference=BEGIN-&merchant_id=${world.ids.merchantId}`)).toEqual([]);
    const both = await world.operator.get('/v1/orders?reference_prefix=BEGIN-&status=paid').expect(400);
    expect(both.body).toMatchObject({
      errors: [{ pointer: 'status', detail: 'does not go with reference_prefix: leave one of them out' }],
    });
    const id = mine[0] ?? '';
    await world.reaches(id, 'dispatched');
    const { number } = (await world.operator.get(`/v1/orders/${id}?expand=waybill`)).body.waybill as { number: string };
    expect(await ids(`waybill=${number.toLowerCase()}`)).toEqual([id]);
    expect(await ids(`waybill=${number}`, other.api)).toEqual([]);
    await world.operator
      .get(`/v1/orders?reference_prefix=B&cursor=${Buffer.from(id).toString('base64url')}`)
      .expect(400);
  });
});

describe('the orders with a problem', () => {
  it('are those that wait for somebody, each with what helps it', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const { id } = (await poor.api.create('/v1/orders', anOrder().build()).expect(201)).body as { id: string };
    await world.reaches(id, 'awaiting_payment');
    const { data } = await page(`problem=failed&merchant_id=${poor.id}`);
    expect(data).toMatchObject([
      { id, problem: { kind: 'failed', stage: 'payment', code: 'funds', remedies: ['top_up_account', 'cancel'] } },
    ]);
    expect(await ids('problem=failed', world.merchant)).toEqual([]);
    const { body } = await world.operator.get(`/v1/orders/${id}?expand=problem,payment,tasks`).expect(200);
    expect(body).toMatchObject({ id, problem: data[0]?.problem, transfers: [], tasks: [] });
  });

  it('are those that their stage has not done in twice its deadline, or tries in vain', async () => {
    const [late = '', failing = '', fresh = ''] = await placed(3, (n) => `STUCK-${n}`);
    for (const id of [late, failing, fresh]) await world.reaches(id, 'dispatched');
    await sql.query(
      `insert into work (id, stage, order_ids, attempts, run_after, dispatched_until, created_at, last_error)
       select gen_random_uuid(), 'fulfilment', array[id], attempts, at, now() + interval '1 hour', now() - interval '1 hour', fault
       from (values ($1::uuid, 0, now() - interval '1 minute', null), ($2, 3, now() - interval '1 second', 'Error: x'),
                    ($3, 0, now(), null)) as row(id, attempts, at, fault)`,
      [late, failing, fresh],
    );
    const { data } = await page('problem=stuck&sort=created_at');
    expect(data).toMatchObject([
      { id: late, problem: { kind: 'stuck', stage: 'fulfilment', code: 'overdue', attempts: 0 } },
      { id: failing, problem: { kind: 'stuck', code: 'attempts_failed', attempts: 3, detail: { error: 'Error: x' } } },
    ]);
    const asMerchant = await world.merchant.get('/v1/orders?problem=stuck&sort=created_at').expect(200);
    const told = (asMerchant.body as { data: { problem: { code: string; detail: object } }[] }).data;
    expect(told.map(({ problem }) => [problem.code, problem.detail])).toEqual([
      ['overdue', {}],
      ['attempts_failed', {}],
    ]);
    await sql.query('delete from work where order_ids && $1', [[late, failing, fresh]]);
  });

  it('are those to which nothing has happened, wherever they stand, and no order that is over', async () => {
    const [assigned = '', refused = '', over = '', lively = ''] = await placed(4, (n) => `IDLE-${n}`);
    for (const id of [assigned, refused, over, lively]) await world.reaches(id, 'dispatched');
    await world.operator.change('post', `/v1/orders/${over}/cancel`, (await world.reaches(over, 'dispatched')).version);
    await comesBack(refused);
    aheadMs = 240_000;
    await sql.query(`update order_events set recorded_at = $2 where order_id = $1`, [lively, new Date(now())]);
    const { data } = await page('problem=idle&idle_for_s=120&limit=200');
    aheadMs = 0;
    const found = new Map(data.map((order) => [order.id, order.problem]));
    expect(found.get(assigned)).toMatchObject({ code: 'no_news_since_dispatched', remedies: ['redispatch', 'cancel'] });
    expect(found.get(refused)).toMatchObject({ kind: 'idle', stage: null, code: 'no_news_since_return_to_sender' });
    expect(found.has(over)).toBe(false);
    expect(found.has(lively)).toBe(false);
    expect(await ids('problem=idle&idle_for_s=120')).toEqual([]);
  });
});

/** Tried once in vain and then refused at the door: no courier has it any more, and its warehouse does not have it yet. */
async function comesBack(id: string): Promise<void> {
  const { number: waybill } = (await world.operator.get(`/v1/orders/${id}?expand=waybill`)).body.waybill;
  const at = { waybill, occurred_at: new Date().toISOString() };
  const scans = [
    { ...at, event_id: randomUUID(), code: 'picked_up', facility_id: world.ids.warehouseFacilityId },
    { ...at, event_id: randomUUID(), code: 'departed', facility_id: world.ids.warehouseFacilityId },
    { ...at, event_id: randomUUID(), code: 'arrived', facility_id: world.ids.stationId },
  ];
  await world.scanner.post('/v1/scans', scans).expect(200);
  const { body } = await world.courier.get('/v1/tasks?limit=200').expect(200);
  const task = (body.data as { id: string; order_id: string }[]).find(({ order_id }) => order_id === id);
  for (const [code, reason_code] of [
    ['out_for_delivery', undefined],
    ['delivery_attempt_failed', 'consignee_absent'],
    ['refused', 'consignee_refused'],
  ]) {
    const event = { event_id: randomUUID(), code, reason_code, occurred_at: new Date().toISOString() };
    const answer = await world.courier.post(`/v1/tasks/${task?.id}/events`, event);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  }
  await world.reaches(id, 'return_to_sender');
}
