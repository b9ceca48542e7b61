import { anOrder, cloneTemplate, eventually, testRedis, WebhookReceiver, type ArrivedMessage } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Api } from '../support/api';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface EndpointView {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly disabled_because: string | null;
  readonly version: number;
  readonly secret?: string;
}

interface DeliveryView {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_status: number | null;
  readonly next_attempt_at: string | null;
}

const DISPATCHED = ['received', 'paid', 'allocated', 'waybill_created', 'dispatched'];

/** Lets webhooks go to the loopback; in force on every process within a second. */
async function allowLoopback(admin: Api): Promise<void> {
  const { body } = await admin.get('/v1/settings').expect(200);
  const change = { values: { webhooks: { allow_list: '127.0.0.0/8', lease_s: 6 } }, reason: 'A receiver in the test' };
  await admin.change('patch', '/v1/settings', (body as { version: number }).version, change).expect(200);
}

async function register(api: Api, receiver: WebhookReceiver, path = '/', body: object = {}): Promise<EndpointView> {
  const answer = await api.create('/v1/webhook-endpoints', { url: receiver.url(path), ...body }).expect(201);
  const endpoint = answer.body as EndpointView;
  receiver.secrets.push(endpoint.secret ?? '');
  return endpoint;
}

async function deliveries(api: Api, id: string, query = ''): Promise<DeliveryView[]> {
  const answer = await api.get(`/v1/webhook-endpoints/${id}/deliveries${query}`).expect(200);
  return (answer.body as { data: DeliveryView[] }).data;
}

function heard(receiver: WebhookReceiver, orderId: string): Promise<ArrivedMessage[]> {
  const messages = (): ArrivedMessage[] => receiver.arrived.filter((message) => message.orderId === orderId);
  return eventually(messages, (seen) => seen.some(({ type }) => type === 'order.dispatched'));
}

describe('webhooks', () => {
  let app: StartedApp;
  let world: World;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    app = await startApp();
    world = await World.build(await app.admin());
    await allowLoopback(world.admin);
    receiver = await WebhookReceiver.listen();
  });
  afterAll(async () => {
    await app.stop();
    await receiver.close();
  });

  it('tell a merchant of each event of its orders, signed and in order', async () => {
    const endpoint = await register(world.merchant, receiver);
    const orderId = await world.place();
    const messages = await heard(receiver, orderId);
    expect(messages.map(({ type }) => type)).toEqual(DISPATCHED.map((code) => `order.${code}`));
    expect(messages.every(({ verified }) => verified)).toBe(true);
    expect(messages.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    const log = await eventually(
      () => deliveries(world.merchant, endpoint.id),
      (seen) => seen.length === 5 && seen.every(({ state }) => state === 'delivered'),
    );
    expect(log.every(({ attempts, last_status: status }) => attempts === 1 && status === 200)).toBe(true);
    await world.merchant.change('patch', `/v1/webhook-endpoints/${endpoint.id}`, 1, { status: 'disabled' }).expect(200);
  });

  it('show their secret once, and are nobody else’s', async () => {
    const body = { url: receiver.url('/once') };
    const first = await world.merchant.create('/v1/webhook-endpoints', body, 'once').expect(201);
    const again = await world.merchant.create('/v1/webhook-endpoints', body, 'once').expect(201);
    const { secret, ...rest } = first.body as EndpointView;
    expect(secret).toMatch(/^whsec_/);
    expect(again.body).toEqual(rest);
    const path = `/v1/webhook-endpoints/${rest.id}`;
    expect((await world.operator.get(path).expect(200)).text).not.toContain('whsec_');
    const other = await World.addMerchant(world.admin, 0);
    await other.api.get(path).expect(404);
    await other.api.get(`${path}/deliveries`).expect(404);
    await other.api.change('patch', path, 1, { status: 'disabled' }).expect(404);
    await other.api.change('post', `${path}/rotate-secret`, 1).expect(404);
    await other.api.create(`${path}/ping`, {}).expect(404);
    await world.merchant.change('patch', path, 7, { description: 'stale' }).expect(412);
    await other.api.create('/v1/webhook-endpoints', { ...body, merchant_id: world.ids.merchantId }).expect(422);
    expect((await other.api.get('/v1/webhook-endpoints').expect(200)).body).toMatchObject({ data: [] });
  });

  it('are sixteen of a merchant at most, and go to public addresses', async () => {
    const other = await World.addMerchant(world.admin, 0);
    for (const url of ['https://10.0.0.1/', 'http://example.com/', 'https://localhost/', 'https://a:b@example.com/']) {
      const answer = await other.api.create('/v1/webhook-endpoints', { url }).expect(422);
      expect(answer.body).toMatchObject({ code: 'notification.unusable_url', errors: [{ pointer: '/url' }] });
    }
    const create = (): Promise<number> =>
      other.api.create('/v1/webhook-endpoints', { url: 'https://example.com/' }).then(({ status }) => status);
    const statuses = await Promise.all(Array.from({ length: 20 }, create));
    expect(statuses.filter((status) => status === 201)).toHaveLength(16);
    expect(statuses.filter((status) => status === 409)).toHaveLength(4);
  });

  it('answer a ping, are rotated, and after a 410 enabled again', async () => {
    const endpoint = await register(world.merchant, receiver, '/ping', { event_types: ['order.lost'] });
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    const ping = async (): Promise<ArrivedMessage | undefined> => {
      const { body } = await world.merchant.create(`${path}/ping`, {}).expect(202);
      const found = (): ArrivedMessage | undefined =>
        receiver.arrived.find(({ id }) => id === (body as { id: string }).id);
      return eventually(found, (message) => message !== undefined);
    };
    expect(await ping()).toMatchObject({ type: 'ping', verified: true, signatures: 1 });
    const rotated = await world.merchant.change('post', `${path}/rotate-secret`, 1).expect(200);
    expect(await ping()).toMatchObject({ verified: true, signatures: 2 });
    receiver.secrets.splice(0, receiver.secrets.length, (rotated.body as EndpointView).secret ?? '');
    expect(await ping()).toMatchObject({ verified: true, signatures: 2 });
    receiver.script = () => ({ status: 410 });
    await ping();
    const read = async (): Promise<EndpointView> => (await world.merchant.get(path).expect(200)).body as EndpointView;
    expect(await eventually(read, ({ status }) => status === 'disabled')).toMatchObject({ disabled_because: 'gone' });
    await world.merchant.create(`${path}/ping`, {}).expect(409);
    receiver.script = () => ({ status: 200 });
    await world.merchant.change('patch', path, 3, { status: 'active' }).expect(200);
    const log = await eventually(
      () => deliveries(world.merchant, endpoint.id),
      (seen) => seen.every(({ state }) => state === 'delivered'),
    );
    expect(log[0]).toMatchObject({ attempts: 2, type: 'ping' });
    await world.merchant.change('patch', path, 4, { status: 'disabled' }).expect(200);
  });

  it('that failed are sent again when the merchant asks', async () => {
    const endpoint = await register(world.merchant, receiver, '/fails');
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    receiver.script = () => ({ status: 400 });
    const orderId = await world.place();
    await heard(receiver, orderId);
    const failed = await eventually(
      () => deliveries(world.merchant, endpoint.id, '?state=failed'),
      ({ length }) => length === 5,
    );
    receiver.script = () => ({ status: 200 });
    const since = new Date(Date.now() - 600_000).toISOString();
    const answer = await world.merchant.post(`${path}/replay`, { since }).expect(200);
    expect(answer.body).toEqual({ replayed: 5, has_more: false });
    await eventually(
      () => deliveries(world.merchant, endpoint.id, '?state=delivered'),
      ({ length }) => length === 5,
    );
    await world.merchant.post(`${path}/deliveries/${failed[0]?.id ?? ''}/replay`).expect(202);
    await eventually(
      () => receiver.arrived.filter(({ id }) => id === failed[0]?.id).length,
      (count) => count === 3,
    );
    expect(receiver.sequencesOf(orderId, '/fails')).toEqual([1, 2, 3, 4, 5]);
    await world.merchant.post(`${path}/deliveries/0199f0c2-0000-7000-8000-000000000001/replay`).expect(404);
  });

  it('have an allow-list that only an admin may change', async () => {
    const { body } = await world.operator.get('/v1/settings').expect(200);
    const { version } = body as { version: number };
    const change = { values: { webhooks: { allow_list: '10.0.0.0/8' } }, reason: 'Into the network' };
    const refused = await world.operator.change('patch', '/v1/settings', version, change).expect(403);
    expect(refused.body).toMatchObject({ code: 'settings.admin_only' });
    await world.operator.change('post', '/v1/settings/rollback', version, { version: 1, reason: 'Back' }).expect(403);
    const nonsense = { values: { webhooks: { allow_list: '10.0.0.0/99' } }, reason: 'A mistake' };
    await world.admin.change('patch', '/v1/settings', version, nonsense).expect(400);
  });
});

describe('webhooks of processes that are killed', () => {
  it('arrive at least once and in order, also while the receiver is away', async () => {
    const { url: databaseUrl, drop } = await cloneTemplate();
    const { url: redisUrl } = await testRedis();
    const guide = await startApp({ databaseUrl, redisUrl, environment: { LINEHAUL_ROLES: 'http' } });
    const receiver = await WebhookReceiver.listen();
    let children: SpawnedApp[] = [];
    try {
      const world = await World.build(await guide.admin());
      await allowLoopback(world.admin);
      const environment = { LINEHAUL_ROLES: 'worker,relay' };
      const spawn = (): Promise<SpawnedApp> => spawnApp({ databaseUrl, redisUrl, environment });
      children = [await spawn(), await spawn()];
      const endpoint = await register(world.merchant, receiver);
      const orders: string[] = [];
      const place = async (): Promise<void> => void orders.push(await world.place(anOrder().build()));
      for (let count = 0; count < 10; count++) await place();
      await eventually(
        () => receiver.arrived.length,
        (count) => count >= 5,
      );
      children[0]?.signal('SIGKILL');
      for (let count = 0; count < 10; count++) await place();
      receiver.script = () => undefined;
      children[1]?.signal('SIGKILL');
      children = [await spawn()];
      for (let count = 0; count < 5; count++) await place();
      receiver.script = () => ({ status: 200 });
      await eventually(
        () => orders.map((order) => receiver.sequencesOf(order)),
        (all) => all.every((sequences) => sequences.length === 5),
        40_000,
      );
      for (const order of orders) expect(receiver.sequencesOf(order)).toEqual([1, 2, 3, 4, 5]);
      expect(receiver.arrived.every(({ verified }) => verified)).toBe(true);
      await eventually(
        () => deliveries(world.merchant, endpoint.id, '?limit=200'),
        (log) => log.length === 125 && log.every(({ state }) => state === 'delivered'),
        40_000,
      );
    } finally {
      for (const child of children) await child.stop();
      await guide.stop();
      await receiver.close();
      await drop();
    }
  });
});
