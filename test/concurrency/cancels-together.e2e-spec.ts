import { anOrder } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import type { Api } from '../support/api';
import { expectSound } from '../support/soundness';
import { Standstill } from '../support/standstill';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

const HOLD_ORDER = 'select from orders where id = $1 for update';
const HOLD_ACCOUNTS = 'select from accounts for update';
/** `xmin`: the transaction that wrote the row. */
const TRANSACTIONS = `select count(distinct xmin::text)::int as count from order_events
  where to_status = 'cancelled' and order_id = any($1::uuid[])`;
/** A fault of one order's data, as no merchant can make one. */
const refuse = (orderId: string): string => `
  create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'broken on purpose' using errcode = '22023'; end $$;
  create trigger refuse before insert on order_events for each row
    when (new.to_status = 'cancelled' and new.order_id = '${orderId}') execute function refuse()`;

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

async function place(count: number, by: Api = world.merchant): Promise<string[]> {
  const placed = Array.from({ length: count }, () => by.create('/v1/orders', anOrder().build()).expect(201));
  return (await Promise.all(placed)).map((answer) => answer.body.id as string);
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function cancel(id: string, by: Api = world.merchant): Promise<Answer> {
  const { status, body } = await by.post(`/v1/orders/${id}/cancel`);
  return { status, body: body as Answer['body'] };
}

/** Sends all of them while the two flights that may be on their way stand before locked accounts. */
async function together(send: () => readonly Promise<Answer>[]): Promise<Answer[]> {
  const held = await place(2);
  for (const id of held) await world.reaches(id, 'dispatched');
  const stand = await Standstill.at(app.databaseUrl);
  try {
    await stand.hold(HOLD_ACCOUNTS);
    const first: Promise<Answer>[] = [];
    for (const id of held) {
      first.push(cancel(id));
      await stand.waiting(first.length);
    }
    const sent = send();
    // Answered when those before it have been read.
    await world.viewer.get(`/v1/orders/${held[0] ?? ''}`).expect(200);
    await stand.letGo();
    for (const answer of await Promise.all(first)) expect(answer.status).toBe(200);
    return await Promise.all(sent);
  } finally {
    await stand.close();
  }
}

async function actorOfCancel(id: string): Promise<string | undefined> {
  const { body } = await world.operator.get(`/v1/orders/${id}/events`).expect(200);
  return (body as { data: { code: string; actor: string }[] }).data.find(({ code }) => code === 'cancelled')?.actor;
}

describe('cancellations that come together', () => {
  it('share transactions, and each order gets everything back', async () => {
    const ids = await place(40);
    const answers = await together(() => ids.map((id) => cancel(id)));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'cancelled' });
    }
    expect(answers.map(({ body }) => body.id)).toEqual(ids);
    const { rows } = await sql.query<{ count: number }>(TRANSACTIONS, [ids]);
    expect(rows[0]?.count).toBeLessThan(ids.length / 4);
    await expectSound(app);
  });

  it('are answered one by one: a stranger, a stale version and a repetition are nobody else’s matter', async () => {
    const other = await World.addMerchant(world.admin, 1_000_000);
    const [mine = '', hers = '', stale = '', gone = '', twice = ''] = [
      ...(await place(1)),
      ...(await place(1, other.api)),
      ...(await place(3)),
    ];
    expect((await cancel(gone)).status).toBe(200);
    const [owner, stranger, tooOld, again, first, second] = await together(() => [
      cancel(mine),
      cancel(hers),
      world.operator.change('post', `/v1/orders/${stale}/cancel`, 99).then(({ status, body }) => ({ status, body })),
      cancel(gone),
      cancel(twice),
      cancel(twice, world.operator),
    ]);
    expect(owner?.status).toBe(200);
    expect(stranger).toMatchObject({ status: 404, body: { code: 'order.not_found' } });
    expect(tooOld).toMatchObject({ status: 412, body: { code: 'request.stale' } });
    expect(again).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(first).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(second?.status).toBe(428);
    const { body } = await world.operator.get(`/v1/orders/${hers}`).expect(200);
    expect(body).not.toMatchObject({ status: 'cancelled' });
  });

  it('name in each event who cancelled that order', async () => {
    const other = await World.addMerchant(world.admin, 1_000_000);
    const [mine = '', hers = ''] = [...(await place(1)), ...(await place(1, other.api))];
    await together(() => [cancel(mine), cancel(hers, other.api)]);
    const actors = [await actorOfCancel(mine), await actorOfCancel(hers)];
    expect(new Set(actors).size).toBe(2);
    for (const actor of actors) expect(actor).toMatch(/^client:/);
  });

  it('fail for one order whose data the database refuses, and for no other', async () => {
    const ids = await place(12);
    await sql.query(refuse(ids[7] ?? ''));
    const answers = await together(() => ids.map((id) => cancel(id)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map((_, index) => (index === 7 ? 500 : 200)));
  });

  it('do not wait for an order that somebody works on, whose own waits', async () => {
    const [held = '', ...free] = await place(4);
    const stand = await Standstill.at(app.databaseUrl);
    try {
      await stand.hold(HOLD_ORDER, [held]);
      const waiting = cancel(held);
      await stand.waiting(1);
      for (const answer of await Promise.all(free.map((id) => cancel(id)))) expect(answer.status).toBe(200);
      await stand.letGo();
      expect(await waiting).toMatchObject({ status: 200, body: { id: held, status: 'cancelled' } });
    } finally {
      await stand.close();
    }
  });

  it('are asked to come again when the order stays in other hands', async () => {
    const [held = ''] = await place(1);
    const stand = await Standstill.at(app.databaseUrl);
    try {
      await stand.hold(HOLD_ORDER, [held]);
      expect(await cancel(held)).toMatchObject({ status: 503 });
    } finally {
      await stand.close();
    }
    expect((await cancel(held)).status).toBe(200);
  });
});
