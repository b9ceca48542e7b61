import { randomUUID } from 'node:crypto';
import { Settings } from '#lib/settings';
import { anOrder, eventually } from '#lib/testing';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { Standstill } from '../support/standstill';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let app: StartedApp;
let other: SpawnedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

/** As a client does: a key that its dead process still holds is asked for again. */
function persistently(key: string, body: object): Promise<request.Response> {
  return eventually(
    () => world.merchant.create('/v1/orders', body, key).then((answer) => answer),
    ({ status }) => status !== 409,
  );
}

/** How many orders the first process has sent to PostgreSQL, whatever became of them. */
async function flown(): Promise<number> {
  const text = await (await fetch(`${app.managementUrl}/metrics`)).text();
  return Number(/^linehaul_intake_batch_orders_sum (\d+)/m.exec(text)?.[1]);
}

/** Sends them in turn to the two processes. One that is busy (503) is asked again, as its answer says. */
function sendToBoth(count: number, body: object, key?: string): Promise<request.Response[]> {
  const doors = [world.merchant, new Api(other.baseUrl, world.merchant.token)];
  return Promise.all(
    Array.from({ length: count }, (_, n) => {
      const door = doors[n % 2] ?? world.merchant;
      const send = (): Promise<request.Response> => door.create('/v1/orders', body, key).then((answer) => answer);
      return eventually(send, ({ status }) => status !== 503);
    }),
  );
}

describe.each([
  ['with the claim in Redis', true],
  ['by the unique index alone', false],
])('%s', (_how, redisClaim) => {
  beforeAll(async () => {
    const admin = await app.admin();
    const { version } = (await admin.get('/v1/settings').expect(200)).body as { version: number };
    const values = { intake: { redis_claim: redisClaim } };
    await admin.change('patch', '/v1/settings', version, { values, reason: 'A test' }).expect(200);
    await eventually(
      () => app.nest.get(Settings).current().intake.redisClaim,
      (seen) => seen === redisClaim,
    );
    other = await spawnApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
  });
  afterAll(async () => {
    expect(await other.stop()).toBe(0);
  });

  it('one key, sent 200 times to two processes, makes one order and equal answers, or says who came too early', async () => {
    const [body, key] = [anOrder().build(), randomUUID()];
    const before = await flown();
    const answers = await sendToBoth(200, body, key);
    const taken = answers.filter((answer) => answer.status === 201);
    const early = answers.filter((answer) => answer.status === 409);
    expect(taken.length + early.length).toBe(200);
    expect(new Set(taken.map((answer) => answer.text)).size).toBe(1);
    expect(taken.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    for (const answer of early) {
      expect(answer.body.code).toBe('idempotency.in_progress');
      expect(answer.headers['retry-after']).toBeDefined();
    }
    // Whoever comes while the first is on its way waits for that one's answer.
    expect((await flown()) - before).toBeLessThan(100);
    const listed = await world.merchant.get(`/v1/orders?reference=${body.reference}`).expect(200);
    expect(listed.body.data).toHaveLength(1);
    expect(await world.reaches(listed.body.data[0].id, 'dispatched')).toMatchObject({ version: 5 });
  });

  it('one of 60 orders that share a reference under different keys is made', async () => {
    const answers = await sendToBoth(60, anOrder().build());
    const created = answers.filter((answer) => answer.status === 201);
    expect(created).toHaveLength(1);
    for (const answer of answers.filter((each) => each.status !== 201)) {
      expect(answer.body).toMatchObject({ code: 'order.reference_taken', order_id: created[0]?.body.id });
    }
  });

  it('one key for two orders makes one of them, and refuses the other', async () => {
    const key = randomUUID();
    const [first, second] = [anOrder().build(), anOrder().build()];
    const pairs = await Promise.all(
      Array.from({ length: 30 }, (_, n) => sendToBoth(2, n % 2 === 0 ? first : second, key)),
    );
    const answers = pairs.flat();
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id as string));
    expect(ids.size).toBe(1);
    const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code as string);
    expect(codes).toContain('idempotency.key_reused');
    expect(codes.filter((code) => !/^idempotency\.(?:key_reused|in_progress)$/.test(code))).toEqual([]);
  });
});

describe('a process that is killed', () => {
  it('under traffic has lost no order that it had answered, and made none twice', async () => {
    const doomed = await spawnApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    const door = new Api(doomed.baseUrl, world.merchant.token);
    const bodies = Array.from({ length: 120 }, () => ({ key: randomUUID(), body: anOrder().build() }));
    const sent = bodies.map(({ key, body }) =>
      door.create('/v1/orders', body, key).then(
        (answer) => answer,
        () => undefined,
      ),
    );
    await sent[0];
    doomed.signal('SIGKILL');
    const first = await Promise.all(sent);
    const again = await Promise.all(bodies.map(({ key, body }) => persistently(key, body)));
    again.forEach((answer, n) => {
      expect(answer.status).toBe(201);
      const before = first[n];
      if (before?.status === 201) expect(answer.text).toBe(before.text);
    });
    const ids = again.map((answer) => answer.body.id as string);
    expect(new Set(ids).size).toBe(120);
    for (const id of ids) await world.reaches(id, 'dispatched');
  });

  it('in the middle of a stage has lost nothing of its work', async () => {
    const idle = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
    const { merchant, operator } = await World.build(await idle.admin());
    const stand = await Standstill.at(idle.databaseUrl);
    const workers = { databaseUrl: idle.databaseUrl, redisUrl: idle.redisUrl };
    const environment = { LINEHAUL_ROLES: 'worker,relay' };
    const doomed = await spawnApp({ ...workers, environment });
    await stand.hold('select from accounts for update');
    const placed = await merchant.create('/v1/orders', anOrder().build()).expect(201);
    await stand.waiting(1);
    doomed.signal('SIGKILL');
    const heir = await spawnApp({ ...workers, environment });
    await stand.letGo();
    const status = async (): Promise<string> =>
      (await operator.get(`/v1/orders/${placed.body.id as string}`).expect(200)).body.status as string;
    await eventually(status, (seen) => seen === 'dispatched', 30_000);
    await stand.close();
    expect(await heir.stop()).toBe(0);
    await idle.stop();
  });
});
