import { systemContext } from '#lib/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayWorld, type GatewayProcess } from '../testing/gateway-world';
import { CreateAdmin } from './create-admin';

const CTX = systemContext('test');

let world: GatewayWorld;
let gateway: GatewayProcess;
let createAdmin: CreateAdmin;
beforeAll(async () => {
  world = await GatewayWorld.create();
  gateway = await world.process();
  createAdmin = gateway.app.get(CreateAdmin);
});
afterAll(() => world.close());

it('creates the admin, and later gives it a new secret that ends the former at once', async () => {
  const first = await createAdmin.execute(CTX, 'admin');
  expect((await gateway.requestToken({ clientId: 'admin', secret: first.secret })).status).toBe(200);
  const second = await createAdmin.execute(CTX, 'admin');
  expect(second.client.id).toBe(first.client.id);
  expect((await gateway.requestToken({ clientId: 'admin', secret: first.secret })).status).toBe(401);
  expect((await gateway.requestToken({ clientId: 'admin', secret: second.secret })).status).toBe(200);
  const token = await gateway.token(second);
  expect((await gateway.call('POST', '/v1/signing-keys/rotate', { token })).status).toBe(200);
});

it('does not take over a client that is no admin', async () => {
  const { client } = await gateway.createClient({ name: 'V', role: 'viewer', clientId: 'viewer-1' });
  await expect(createAdmin.execute(CTX, client.clientId)).rejects.toMatchObject({ code: 'gateway.client_id_taken' });
});
