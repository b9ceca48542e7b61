import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayWorld, type Answer, type GatewayProcess } from '../testing/gateway-world';
import type { CreatedClient } from '../use-cases/create-clients';

let world: GatewayWorld;
let gateway: GatewayProcess;
let merchantId: string;
let shop: CreatedClient;

beforeAll(async () => {
  world = await GatewayWorld.create();
  gateway = await world.process();
  merchantId = (await gateway.createMerchant()).id;
  shop = await gateway.createClient({
    clientId: 'shop',
    name: 'Shop',
    role: 'merchant',
    merchantId,
    scopes: ['loadtest'],
  });
});
afterAll(() => world.close());

const GRANT = 'grant_type=client_credentials';

function basic(clientId: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` };
}

function refusal(answer: Answer): unknown[] {
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body['code']).toBe(`gateway.${String(answer.body['error'])}`);
  return [answer.status, answer.body['error']];
}

describe('POST /oauth/token', () => {
  it('gives a token that any JWT library verifies with our published keys', async () => {
    const answer = await gateway.requestToken({ clientId: 'shop', secret: shop.secret });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900, scope: 'loadtest' } });
    expect(answer.headers['cache-control']).toBe('no-store');
    const jwks = (await gateway.call('GET', '/.well-known/jwks.json')).body as unknown as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(String(answer.body['access_token']), createLocalJWKSet(jwks), {
      algorithms: ['ES256'],
      issuer: 'linehaul',
      audience: 'linehaul',
    });
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', kid: jwks.keys[0]?.kid });
    expect(payload).toMatchObject({
      sub: shop.client.id,
      role: 'merchant',
      scope: 'loadtest',
      merchant_id: merchantId,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
  });

  it('takes the credentials as form fields and as HTTP Basic', async () => {
    const form = await gateway.call('POST', '/oauth/token', {
      body: `${GRANT}&client_id=shop&client_secret=${shop.secret}&unknown=ignored`,
    });
    const header = await gateway.call('POST', '/oauth/token', { body: GRANT, headers: basic('shop', shop.secret) });
    for (const answer of [form, header]) expect(answer.status).toBe(200);
  });

  it('narrows the scopes to those asked for, and refuses others', async () => {
    const ask = (scope: string): Promise<Answer> =>
      gateway.call('POST', '/oauth/token', { body: `${GRANT}&scope=${scope}`, headers: basic('shop', shop.secret) });
    const narrowed = await ask('');
    expect(decodeJwt(String(narrowed.body['access_token']))).toMatchObject({ scope: '' });
    expect(refusal(await ask('loadtest+admin'))).toEqual([400, 'invalid_scope']);
  });

  it('names what is wrong in the words of RFC 6749', async () => {
    const ask = async (body: string, headers = {}): Promise<unknown[]> =>
      refusal(await gateway.call('POST', '/oauth/token', { body, headers }));
    expect(await ask('client_id=shop')).toEqual([400, 'invalid_request']);
    expect(await ask('grant_type=password')).toEqual([400, 'unsupported_grant_type']);
    expect(await ask(GRANT)).toEqual([401, 'invalid_client']);
    expect(await ask(`${GRANT}&client_secret=x`, basic('shop', shop.secret))).toEqual([400, 'invalid_request']);
  });

  it('an unknown client and a wrong secret look the same', async () => {
    const wrong = await gateway.requestToken({ clientId: 'shop', secret: `${shop.secret}x` });
    const unknown = await gateway.requestToken({ clientId: 'nobody', secret: shop.secret });
    const shown = ({ body }: Answer): unknown => ({ ...body, trace_id: '' });
    expect(refusal(wrong)).toEqual([401, 'invalid_client']);
    expect(shown(unknown)).toEqual(shown(wrong));
  });

  it('a suspended merchant gets none', async () => {
    const other = await gateway.createMerchant('Suspended');
    const created = await gateway.createClient({ name: 'X', role: 'merchant', merchantId: other.id });
    const operator = await gateway.tokenFor({ role: 'operator' });
    await gateway.call('PATCH', `/v1/merchants/${other.id}`, {
      token: operator,
      body: { status: 'suspended' },
      headers: { 'if-match': '"1"' },
    });
    const { clientId } = created.client;
    expect(refusal(await gateway.requestToken({ clientId, secret: created.secret }))).toEqual([
      400,
      'unauthorized_client',
    ]);
  });

  it('throttles guessing per client and address, but not a client that shows its right secret again', async () => {
    const address = '198.51.100.7';
    expect((await gateway.requestToken({ clientId: 'shop', secret: shop.secret }, address)).status).toBe(200);
    const guesses = [];
    for (let guess = 0; guess < 12; guess++) {
      guesses.push((await gateway.requestToken({ clientId: 'shop', secret: `guess${guess}` }, address)).status);
    }
    expect(guesses.slice(0, 8)).toEqual(Array(8).fill(401));
    expect(guesses.at(-1)).toBe(429);
    expect((await gateway.requestToken({ clientId: 'shop', secret: shop.secret }, address)).status).toBe(200);
    expect((await gateway.requestToken({ clientId: 'shop', secret: 'guess' }, '198.51.100.8')).status).toBe(401);
  });
});
