import { anOrder, eventually } from '#lib/testing';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface ClientView {
  readonly id: string;
  readonly client_id: string;
  readonly client_secret: string;
}

let app: StartedApp;
let sibling: StartedApp;
let admin: Api;
let world: World;
beforeAll(async () => {
  app = await startApp();
  const { databaseUrl, redisUrl } = app;
  sibling = await startApp({ databaseUrl, redisUrl, environment: { LINEHAUL_ROLES: 'http' } });
  admin = await app.admin();
  world = await World.build(admin);
});
afterAll(async () => {
  await sibling.stop();
  await app.stop();
});

/** The same client, asking the other process. */
function elsewhere(api: Api): Api {
  return new Api(sibling.baseUrl, api.token);
}

describe('tenants', () => {
  it('a new merchant has its account, and its client can order at once, in any process', async () => {
    const { id, api } = await World.addMerchant(admin, 1_000_000);
    const account = await admin.get(`/v1/accounts/${id}`).expect(200);
    expect(account.body).toMatchObject({ merchant_id: id, balance_minor: 1_000_000 });
    await elsewhere(api).create('/v1/orders', anOrder().build()).expect(201);
  });

  it('what was put on sale through one process is sold at once by every other', async () => {
    for (const sku of ['SKU-NEW-1', 'SKU-NEW-2', 'SKU-NEW-3']) {
      await admin.create('/v1/skus', { sku, name: sku, weight_g: 100 }).expect(201);
      const order = anOrder().withLines({ sku, quantity: 1 }).build();
      await elsewhere(world.merchant).create('/v1/orders', order).expect(201);
    }
  });

  it('the account follows the credit limit, which may not fall below what is owed', async () => {
    const { id, api } = await World.addMerchant(admin, 0);
    await admin.change('patch', `/v1/merchants/${id}`, 1, { credit_limit_minor: 20_000 }).expect(200);
    const placed = await api.create('/v1/orders', anOrder().build()).expect(201);
    await world.reaches((placed.body as { id: string }).id, 'dispatched');
    const refused = await admin.change('patch', `/v1/merchants/${id}`, 2, { credit_limit_minor: 0 });
    expect(refused.status).toBe(409);
    await admin.get(`/v1/merchants/${id}`).expect('etag', '"2"');
  });

  it('a suspended merchant is refused by every process within a second', async () => {
    const { id, api } = await World.addMerchant(admin, 0);
    await elsewhere(api).get('/v1/orders').expect(200);
    await admin.change('patch', `/v1/merchants/${id}`, 1, { status: 'suspended' }).expect(200);
    const refused = await api.get('/v1/orders').expect(403);
    expect(refused.body).toMatchObject({ code: 'gateway.merchant_suspended' });
    const read = async (): Promise<number> => (await elsewhere(api).get('/v1/orders')).status;
    await eventually(read, (status) => status === 403, 1_000);
  });

  it('one that demands issued keys takes each of them once, and no other', async () => {
    const { id, api } = await World.addMerchant(admin, 1_000_000);
    await admin.change('patch', `/v1/merchants/${id}`, 1, { require_issued_keys: true }).expect(200);
    const refused = await api.create('/v1/orders', anOrder().build()).expect(400);
    expect(refused.body).toMatchObject({ code: 'idempotency.key_not_issued' });
    const issued = await api.post('/v1/idempotency-keys', { count: 2 }).expect(200);
    const [first, second] = (issued.body as { keys: string[] }).keys;
    await api.create('/v1/orders', anOrder().build(), first).expect(201);
    await api.create('/v1/orders', anOrder().build(), first).expect(422);
    await api.create('/v1/orders', anOrder().build(), second).expect(201);
    await world.merchant.create('/v1/orders', anOrder().build(), second).expect(201);
  });
});

describe('clients', () => {
  it('a rotated secret works at once and the former for a while; a revoked client is out', async () => {
    const created = await admin.create('/v1/clients', { name: 'Night shift', role: 'viewer' }).expect(201);
    const { id, client_id: clientId, client_secret: former } = created.body as ClientView;
    const rotated = await admin.change('post', `/v1/clients/${id}/rotate`, 1).expect(200);
    const { client_secret: current } = rotated.body as ClientView;
    const [viewer] = await Promise.all(
      [current, former].map((secret) => Api.signIn(sibling.baseUrl, clientId, secret)),
    );
    await viewer?.get('/v1/merchants').expect(200);
    await admin.change('post', `/v1/clients/${id}/revoke`, 2).expect(200);
    const read = async (): Promise<number> => (await viewer?.get('/v1/merchants'))?.status ?? 0;
    await eventually(read, (status) => status === 401, 1_000);
    await expect(Api.signIn(sibling.baseUrl, clientId, current)).rejects.toThrow(/401/);
  });

  it('tokens outlive the rotation of the key that signed them', async () => {
    await admin.post('/v1/signing-keys/rotate').expect(200);
    await elsewhere(world.viewer).get('/v1/merchants').expect(200);
    const publishedKeys = async (): Promise<number> => {
      const jwks = await request(sibling.baseUrl).get('/.well-known/jwks.json').expect(200);
      return (jwks.body as { keys: object[] }).keys.length;
    };
    await eventually(publishedKeys, (keys) => keys === 2, 1_000);
  });
});

describe('every answer', () => {
  it('says what is left of the rate limit', async () => {
    const answer = await world.viewer.get('/v1/merchants').expect(200);
    expect(answer.headers).toMatchObject({
      'ratelimit-policy': expect.stringMatching(/^"default";q=\d+;w=\d+$/) as string,
      ratelimit: expect.stringMatching(/^"default";r=\d+;t=\d+$/) as string,
    });
  });

  it('to load-test traffic is a refusal', async () => {
    const order = world.merchant.create('/v1/orders', anOrder().build()).set('x-load-test', 'true');
    expect((await order.expect(403)).body).toMatchObject({ code: 'loadtest.unavailable' });
  });
});
