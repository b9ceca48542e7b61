import { randomUUID } from 'node:crypto';
import { anOrder, eventually } from '#lib/testing';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let app: StartedApp;
let other: SpawnedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
  other = await spawnApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
});
afterAll(async () => {
  expect(await other.stop()).toBe(0);
  await app.stop();
});

/** As a client does: a key that its dead process still holds is asked for again. */
function persistently(key: string, body: object): Promise<request.Response> {
  return eventually(
    () => world.merchant.create('/v1/orders', body, key).then((answer) => answer),
    ({ status }) => status !== 409,
  );
}

describe('one key, sent 200 times to two processes at once', () => {
  it('makes one order and 200 equal answers, or tells who came too early to come again', async () => {
    const [body, key] = [anOrder().build(), randomUUID()];
    const doors = [world.merchant, new Api(other.baseUrl, world.merchant.token)];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => (doors[n % 2] ?? world.merchant).create('/v1/orders', body, key)),
    );
    const taken = answers.filter((answer) => answer.status === 201);
    const early = answers.filter((answer) => answer.status === 409);
    expect(taken.length + early.length).toBe(200);
    expect(new Set(taken.map((answer) => answer.text)).size).toBe(1);
    expect(taken.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    for (const answer of early) {
      expect(answer.body.code).toBe('idempotency.in_progress');
      expect(answer.headers['retry-after']).toBeDefined();
    }
    const listed = await world.merchant.get(`/v1/orders?reference=${body.reference}`).expect(200);
    expect(listed.body.data).toHaveLength(1);
    expect(await world.reaches(listed.body.data[0].id, 'dispatched')).toMatchObject({ version: 5 });
  });

  it('makes one of 60 orders that share a reference under different keys', async () => {
    const body = anOrder().build();
    const doors = [world.merchant, new Api(other.baseUrl, world.merchant.token)];
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => (doors[n % 2] ?? world.merchant).create('/v1/orders', body)),
    );
    const created = answers.filter((answer) => answer.status === 201);
    expect(created).toHaveLength(1);
    for (const answer of answers.filter((each) => each.status !== 201)) {
      expect(answer.body).toMatchObject({ code: 'order.reference_taken', order_id: created[0]?.body.id });
    }
  });
});

describe('two processes under mixed traffic', () => {
  it('take every order once and bring each to its courier, also when one of them is killed on the way', async () => {
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
});
