import { Ctx, endpoint, Endpoint, reply, type HttpReply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator } from '../tokens/authenticator';
import { KeyRing } from '../tokens/key-ring';
import { GatewayWorld, type GatewayProcess } from '../testing/gateway-world';

const probe = endpoint({ tag: 'probes', summary: 'Who am I', auth: { roles: ['viewer'] }, success: { status: 200 } });
const open = endpoint({ tag: 'probes', summary: 'Anybody', auth: 'public', success: { status: 200 } });
const health = endpoint({ tag: 'health', summary: 'Alive', auth: 'public', success: { status: 200 } });
const scoped = endpoint({
  tag: 'probes',
  summary: 'With a scope',
  auth: { roles: ['viewer'], scopes: ['scanner'] },
  success: { status: 200 },
});

@Controller('probes')
class ProbesController {
  @Get('mine')
  @Endpoint(probe)
  mine(@Ctx() ctx: Context): HttpReply {
    return reply.ok({ ctx });
  }

  @Get('scoped')
  @Endpoint(scoped)
  scoped(): HttpReply {
    return reply.ok({});
  }

  @Get('open')
  @Endpoint(open)
  open(@Ctx() ctx: Context): HttpReply {
    return reply.ok({ ctx });
  }

  @Get('health')
  @Endpoint(health)
  health(): HttpReply {
    return reply.ok({});
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  read(): object {
    return {};
  }
}

let world: GatewayWorld;
let gateway: GatewayProcess;
beforeAll(async () => {
  world = await GatewayWorld.create();
  gateway = await world.process({
    controllers: [ProbesController],
    gateway: { publicRate: { ratePerS: 1, burst: 5 } },
  });
});
afterAll(() => world.close());

async function outcome(path: string, headers: Record<string, string>): Promise<unknown[]> {
  const { status, body } = await gateway.call('GET', path, { headers });
  return [status, body['code']];
}

describe('authentication', () => {
  it('gives the request its context', async () => {
    const { client, secret } = await gateway.createClient({ name: 'V', role: 'viewer', scopes: ['scanner'] });
    const token = await gateway.token({ client, secret });
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { body, headers } = await gateway.call('GET', '/probes/mine', { token, headers: { traceparent: trace } });
    expect(body['ctx']).toEqual({
      lane: 'live',
      actor: { kind: 'client', id: client.id, role: 'viewer', scopes: ['scanner'] },
      traceparent: headers['traceparent'],
    });
    expect(headers['traceparent']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
  });

  it('judges a token that it has seen before without a promise', async () => {
    const header = `Bearer ${await gateway.tokenFor({ role: 'viewer' })}`;
    const authenticator = gateway.app.get(Authenticator);
    const first = authenticator.authenticate(header);
    expect(first).toBeInstanceOf(Promise);
    expect(authenticator.authenticate(header)).toBeInstanceOf(Promise);
    expect(await first).toBe(authenticator.authenticate(header));
  });

  it.each([
    ['no header', undefined, 'gateway.token_required'],
    ['another scheme', 'Basic abc', 'gateway.invalid_token'],
    ['no token', 'Bearer ', 'gateway.invalid_token'],
    ['nonsense', 'Bearer a.b.c', 'gateway.invalid_token'],
    ['a very long header', `Bearer ${'a'.repeat(8_000)}`, 'gateway.invalid_token'],
  ])('401 for %s', async (_, authorization, code) => {
    expect(await outcome('/probes/mine', authorization === undefined ? {} : { authorization })).toEqual([401, code]);
  });

  it('401 for tokens that are not ours, however well they are made', async () => {
    const genuine = await gateway.tokenFor({ role: 'viewer' });
    const [head = '', payload = '', signature = ''] = genuine.split('.');
    const { kid } = gateway.app.get(KeyRing).signing;
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const sign = (changes: object, key = privateKey, typ = 'at+jwt'): Promise<string> =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(key);
    const ours = gateway.app.get(KeyRing).signing.key;
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid })).toString('base64url');
    const hmacKey = new TextEncoder().encode(JSON.stringify(await exportJWK(publicKey)));
    const hmac = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid }).sign(hmacKey);
    const forged = [
      await sign({}),
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      hmac,
      `${head}.${Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url')}.${signature}`,
      await sign({ aud: 'elsewhere' }, ours),
      await sign({ iss: 'elsewhere' }, ours),
      await sign({ exp: undefined }, ours),
      await sign({ role: 'system' }, ours),
      await sign({ sub: '0199f0c2-0000-7000-8000-000000000001' }, ours),
      await sign({}, ours, 'JWT'),
    ];
    expect(await outcome('/probes/mine', { authorization: `Bearer ${await sign({}, ours)}` })).toEqual([
      200,
      undefined,
    ]);
    for (const token of forged) {
      const authorization = `Bearer ${token}`;
      expect(await outcome('/probes/mine', { authorization })).toEqual([401, 'gateway.invalid_token']);
    }
  });

  it('401 once a token has expired, although it was seen before', async () => {
    const authorization = `Bearer ${await gateway.tokenFor({ role: 'viewer' })}`;
    expect(await outcome('/probes/mine', { authorization })).toEqual([200, undefined]);
    world.clock.advanceS(901);
    expect(await outcome('/probes/mine', { authorization })).toEqual([401, 'gateway.invalid_token']);
    expect(await outcome('/probes/mine', { authorization })).toEqual([401, 'gateway.invalid_token']);
  });

  it('an address that keeps sending bad tokens is told to wait', async () => {
    const attempts = Array.from({ length: 500 }, () => gateway.call('GET', '/probes/mine', { address: '203.0.113.9' }));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(200);
    expect(statuses).toContain(429);
    expect((await gateway.call('GET', '/probes/mine', { address: '203.0.113.10' })).status).toBe(401);
  });

  it('load-test traffic is refused to everybody', async () => {
    const token = await gateway.tokenFor({ role: 'viewer', scopes: ['loadtest'] });
    for (const authorization of [`Bearer ${token}`, 'Bearer x']) {
      const refused = await outcome('/probes/mine', { authorization, 'x-load-test': 'true' });
      expect(refused).toEqual([403, 'loadtest.unavailable']);
    }
    expect(await outcome('/probes/health', { 'x-load-test': 'TRUE' })).toEqual([403, 'loadtest.unavailable']);
    expect(await outcome('/probes/health', { 'x-load-test': 'false' })).toEqual([200, undefined]);
  });
});

describe('authorization', () => {
  it('403 for another role or without the scope', async () => {
    const operator = await gateway.tokenFor({ role: 'operator' });
    const viewer = await gateway.tokenFor({ role: 'viewer' });
    const scanner = await gateway.tokenFor({ role: 'viewer', scopes: ['scanner'] });
    expect(await outcome('/probes/mine', { authorization: `Bearer ${operator}` })).toEqual([403, 'gateway.forbidden']);
    expect(await outcome('/probes/scoped', { authorization: `Bearer ${viewer}` })).toEqual([403, 'gateway.forbidden']);
    expect(await outcome('/probes/scoped', { authorization: `Bearer ${scanner}` })).toEqual([200, undefined]);
  });

  it('a public route gets a caller without any rights', async () => {
    const { body } = await gateway.call('GET', '/probes/open', { address: '192.0.2.1' });
    expect(body['ctx']).toMatchObject({ lane: 'live', actor: { id: 'anonymous', scopes: [] } });
  });

  it('a route that declares none keeps the process from starting', async () => {
    const start = world.process({ controllers: [ForgottenController] });
    await expect(start).rejects.toThrow(/ForgottenController\.read/);
  });
});

describe('rate limits', () => {
  it('tells what is left, then 429 with the time to wait', async () => {
    const token = await gateway.tokenFor({ role: 'viewer', ratePerS: 1, burst: 3 });
    const answers = [];
    for (let request = 0; request < 4; request++) answers.push(await gateway.call('GET', '/probes/mine', { token }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers).toMatchObject({
      'ratelimit-policy': '"default";q=3;w=3',
      ratelimit: '"default";r=2;t=1',
    });
    expect(answers[3]?.headers).toMatchObject({ ratelimit: '"default";r=0;t=3', 'retry-after': '1' });
    expect(answers[3]?.body).toMatchObject({
      code: 'gateway.rate_limited',
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    });
  });

  it('public routes are limited per address, probes not at all', async () => {
    const statuses = async (path: string, address: string): Promise<number[]> => {
      const answers = [];
      for (let request = 0; request < 7; request++) answers.push(await gateway.call('GET', path, { address }));
      return answers.map(({ status }) => status);
    };
    expect(await statuses('/probes/open', '192.0.2.2')).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await statuses('/probes/open', '192.0.2.3')).toContain(200);
    expect(await statuses('/probes/health', '192.0.2.2')).toEqual(Array(7).fill(200));
  });

  it('with Redis away, requests go on and each process still limits', async () => {
    const alone = await world.process({ controllers: [ProbesController], redisUrl: 'redis://127.0.0.1:1' });
    const token = await alone.tokenFor({ role: 'viewer', ratePerS: 1, burst: 3 });
    const statuses = [];
    for (let request = 0; request < 5; request++) {
      statuses.push((await alone.call('GET', '/probes/mine', { token })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
});
