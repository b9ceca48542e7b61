import { randomUUID } from 'node:crypto';
import { anOrder, eventually } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

/** A fault of the data at one stage, as no merchant can make one: every row that the stage writes there is refused. */
const FAULTS = {
  payment: 'transfers',
  fulfilment: 'waybills',
  dispatch: 'assignments',
} as const;

const REFUSE = `create function refuse() returns trigger language plpgsql as
  $$ begin raise exception 'broken on purpose' using errcode = '22023'; end $$`;

interface Expanded {
  status: string;
  version: number;
  waiting: { stage: string; reason: string; key: string; detail: { error: string } } | null;
  events: { code: string; sequence: number; actor: string; data: object | null }[];
}

let app: StartedApp;
let world: World;
let sql: Client;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
  sql = await liveSession(app.databaseUrl);
  await sql.query(REFUSE);
});
afterAll(async () => {
  await sql.end();
  await app.stop();
});
afterEach(mend);

async function breakStage(stage: keyof typeof FAULTS): Promise<void> {
  await sql.query(`create trigger fault before insert on ${FAULTS[stage]} for each row execute function refuse()`);
}

async function mend(): Promise<void> {
  for (const table of Object.values(FAULTS)) await sql.query(`drop trigger if exists fault on ${table}`);
}

async function read(id: string): Promise<Expanded> {
  return (await world.operator.get(`/v1/orders/${id}?expand=waiting,events`).expect(200)).body as Expanded;
}

const waits = (id: string, reason: string): Promise<Expanded> =>
  eventually(
    () => read(id),
    ({ waiting }) => waiting?.reason === reason,
  );

const retry = (id: string, key?: string) => world.operator.create(`/v1/orders/${id}/retry`, {}, key);

describe('an order that a stage has given up', () => {
  it.each(['payment', 'fulfilment', 'dispatch'] as const)(
    'of %s says so, is given up again while the cause is there, and goes all the way once it is mended',
    async (stage) => {
      await breakStage(stage);
      const id = await world.place();
      const dead = await waits(id, 'dead_letter');
      expect(dead.waiting).toMatchObject({ stage, key: stage });
      expect(dead.waiting?.detail.error).toContain('broken on purpose');
      const asMerchant = await world.merchant.get(`/v1/orders/${id}?expand=waiting,problem`).expect(200);
      expect(asMerchant.body).toMatchObject({ waiting: { reason: 'dead_letter' }, problem: { code: 'dead_letter' } });
      expect(asMerchant.text).not.toContain('broken on purpose');
      const { body, headers } = await retry(id).expect(202);
      expect(body).toEqual({ order_id: id, stage, version: dead.version + 1 });
      expect(headers.location).toBe(`/v1/orders/${id}`);
      await waits(id, 'dead_letter');
      await mend();
      await retry(id).expect(202);
      await world.reaches(id, 'dispatched');
      const { events, version, waiting } = await read(id);
      expect(waiting).toBeNull();
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events).toHaveLength(version);
      const retried = events.filter(({ code }) => code === 'retried');
      expect(retried).toMatchObject([{ data: { stage } }, { data: { stage } }]);
      expect(retried[0]?.actor).toMatch(/^client:/);
    },
  );

  it('answers a repetition as the first time, and another command that it is no dead letter', async () => {
    await breakStage('fulfilment');
    const id = await world.place();
    await waits(id, 'dead_letter');
    await mend();
    const key = randomUUID();
    const first = await retry(id, key).expect(202);
    await world.reaches(id, 'dispatched');
    const again = await retry(id, key).expect(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    const refused = await retry(id).expect(409);
    expect(refused.body).toMatchObject({ code: 'order.not_dead_letter', order_status: 'dispatched' });
    expect((await read(id)).events.filter(({ code }) => code === 'retried')).toHaveLength(1);
  });

  it('can be cancelled instead, and is no dead letter then', async () => {
    await breakStage('fulfilment');
    const id = await world.place();
    await waits(id, 'dead_letter');
    await world.merchant.post(`/v1/orders/${id}/cancel`).expect(200);
    const refused = await retry(id).expect(409);
    expect(refused.body).toMatchObject({ code: 'order.not_dead_letter', order_status: 'cancelled' });
  });
});

describe('a retry', () => {
  it('of an order that waits for something else names what that is, and leaves it waiting', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const placed = await poor.api.create('/v1/orders', anOrder().build()).expect(201);
    const id = (placed.body as { id: string }).id;
    const { version } = await waits(id, 'funds');
    const refused = await retry(id).expect(409);
    expect(refused.body).toMatchObject({
      code: 'order.not_dead_letter',
      order_status: 'awaiting_payment',
      waiting_reason: 'funds',
      waiting_key: poor.id,
    });
    expect(refused.body.detail).toContain('funds');
    expect(await read(id)).toMatchObject({ version, waiting: { reason: 'funds' } });
  });

  it('is for operators, and for orders that there are', async () => {
    const id = await world.place();
    for (const stranger of [world.merchant, world.viewer, world.courier, world.scanner]) {
      await stranger.create(`/v1/orders/${id}/retry`, {}).expect(403);
    }
    expect((await retry(randomUUID()).expect(404)).body.code).toBe('order.not_found');
    const { body } = await world.operator.post(`/v1/orders/${id}/retry`).expect(400);
    expect(body.errors[0].pointer).toBe('Idempotency-Key');
  });
});

describe('retries of one dead letter at the same time', () => {
  let idle: StartedApp;
  beforeAll(async () => {
    idle = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  });
  afterAll(() => idle.stop());

  it('make one work row, as fresh as a first one', async () => {
    const { merchant, operator } = await World.build(await idle.admin());
    const id = ((await merchant.create('/v1/orders', anOrder().build()).expect(201)).body as { id: string }).id;
    const rows = await liveSession(idle.databaseUrl);
    await rows.query('delete from work');
    await rows.query(`insert into parked values ($1, 'payment', 'dead_letter', 'payment', now(), '{"error":"x"}')`, [
      id,
    ]);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => operator.create(`/v1/orders/${id}/retry`, {}).then(({ status }) => status)),
    );
    expect(answers.sort((a, b) => a - b)).toEqual([202, ...Array.from({ length: 7 }, () => 409)]);
    const work = await rows.query('select stage, order_ids, attempts, dispatched_until from work');
    expect(work.rows).toEqual([{ stage: 'payment', order_ids: [id], attempts: 0, dispatched_until: null }]);
    expect((await rows.query('select from parked')).rowCount).toBe(0);
    await rows.end();
  });
});
