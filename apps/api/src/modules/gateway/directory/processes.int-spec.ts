import { decodeProtectedHeader } from 'jose';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { KeyRing } from '../tokens/key-ring';
import { MerchantDirectory } from './merchant-directory';
import { GatewayWorld, type GatewayProcess } from '../testing/gateway-world';

/** What operators are promised between a command in one process and its effect in all. */
const PROMISE_MS = 1_000;

let world: GatewayWorld;
let here: GatewayProcess;
let there: GatewayProcess;
let admin: string;

beforeAll(async () => {
  world = await GatewayWorld.create();
  [here, there] = await Promise.all([world.process(), world.process()]);
  admin = await here.tokenFor({ role: 'admin' });
});
afterAll(() => world.close());

function readIn(process: GatewayProcess, token: string): Promise<number> {
  return process.call('GET', '/v1/merchants', { token }).then(({ status }) => status);
}

function command(url: string, version: number, body?: object): Promise<unknown> {
  const method = body === undefined ? 'POST' : 'PATCH';
  return here.call(method, url, { token: admin, body, headers: { 'if-match': `"${version}"` } });
}

describe('two processes', () => {
  it('that boot at the same time make one set of keys', () => {
    expect(here.app.get(KeyRing).jwks).toEqual(there.app.get(KeyRing).jwks);
    expect(here.app.get(KeyRing).jwks.keys).toHaveLength(1);
  });

  it('a client created in one is known in the other at once', async () => {
    const token = await here.tokenFor({ role: 'viewer' });
    expect(await readIn(there, token)).toBe(200);
  });

  it('a client revoked in one is refused there at once, and within a second by the other', async () => {
    const created = await here.createClient({ name: 'R', role: 'viewer' });
    const token = await here.token(created);
    expect([await readIn(here, token), await readIn(there, token)]).toEqual([200, 200]);
    await command(`/v1/clients/${created.client.id}/revoke`, 1);
    expect(await readIn(here, token)).toBe(401);
    await eventually(
      () => readIn(there, token),
      (status) => status === 401,
      PROMISE_MS,
    );
    const again = { clientId: created.client.clientId, secret: created.secret };
    expect((await there.requestToken(again)).status).toBe(401);
  });

  it('a suspended merchant’s clients are refused within a second everywhere, and let in again', async () => {
    const { id: merchantId } = await here.createMerchant();
    const token = await here.tokenFor({ role: 'merchant', merchantId });
    expect(await readIn(there, token)).toBe(200);
    await command(`/v1/merchants/${merchantId}`, 1, { status: 'suspended' });
    expect(await readIn(here, token)).toBe(403);
    await eventually(
      () => readIn(there, token),
      (status) => status === 403,
      PROMISE_MS,
    );
    await command(`/v1/merchants/${merchantId}`, 2, { status: 'active' });
    await eventually(
      () => readIn(there, token),
      (status) => status === 200,
      PROMISE_MS,
    );
  });

  it('a merchant that one lets in again is let in by the other at once, with a token that is new to it', async () => {
    const { id: merchantId } = await here.createMerchant();
    await command(`/v1/merchants/${merchantId}`, 1, { status: 'suspended' });
    const client = await here.createClient({ name: 'M', role: 'merchant', merchantId });
    await eventually(
      () => there.app.get(MerchantDirectory).get(merchantId)?.status,
      (status) => status === 'suspended',
      PROMISE_MS,
    );
    await command(`/v1/merchants/${merchantId}`, 2, { status: 'active' });
    expect(await readIn(there, await here.token(client))).toBe(200);
  });

  it('a token signed with a new key is good in the other at once; the old key’s tokens live out their time', async () => {
    const viewer = await here.createClient({ name: 'V', role: 'viewer' });
    const old = await here.token(viewer);
    const { body } = await here.call('POST', '/v1/signing-keys/rotate', { token: admin });
    const fresh = await here.token(viewer);
    expect(decodeProtectedHeader(fresh).kid).toBe(body['kid']);
    expect(decodeProtectedHeader(old).kid).not.toBe(body['kid']);
    expect([await readIn(there, fresh), await readIn(there, old)]).toEqual([200, 200]);
    expect(there.app.get(KeyRing).jwks.keys).toHaveLength(2);
    const third = await world.process();
    expect(await readIn(third, old)).toBe(200);
  });

  it('a retired key is no good after the last of its tokens, and its row goes with the next rotation', async () => {
    const formerKid = here.app.get(KeyRing).signing.kid;
    await here.call('POST', '/v1/signing-keys/rotate', { token: admin });
    world.clock.advanceS(900 + 60 + 1);
    expect(await here.app.get(KeyRing).verificationKey(formerKid)).toBeUndefined();
    admin = await here.tokenFor({ role: 'admin' });
    await here.call('POST', '/v1/signing-keys/rotate', { token: admin });
    const published = here.app.get(KeyRing).jwks.keys.map(({ kid }) => kid);
    expect(published).toHaveLength(2);
    expect(published).not.toContain(formerKid);
    const rows = await here.app.get(DataSource).query<{ kid: string }[]>(`select kid from signing_keys`);
    expect(rows.map(({ kid }) => kid)).not.toContain(formerKid);
  });
});
