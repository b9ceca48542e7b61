import { decodeJwt } from 'jose';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '#lib/testing';
import { systemContext } from '#lib/kernel';
import { ConsolePage, freshAddress } from '../testing/console-page';
import { GatewayWorld, type GatewayProcess } from '../testing/gateway-world';
import { SecretHasher } from '../tokens/secret-hasher';
import { CreateConsoleAdmin } from '../use-cases/create-console-admin';

/** What operators are promised between a command in one process and its effect in all. */
const PROMISE_MS = 1_000;

let world: GatewayWorld;
let here: GatewayProcess;
let there: GatewayProcess;
let password: string;

beforeAll(async () => {
  world = await GatewayWorld.create();
  [here, there] = await Promise.all([world.process(), world.process()]);
  ({ password } = await here.app.get(CreateConsoleAdmin).execute(systemContext('test'), 'wang'));
});
afterAll(() => world.close());

async function loggedIn(): Promise<ConsolePage> {
  const page = new ConsolePage(here);
  expect((await page.logIn('wang', password)).status).toBe(201);
  return page;
}

function statusIn(process: GatewayProcess, page: ConsolePage): Promise<number> {
  return page.current(process).then(({ status }) => status);
}

describe('logging in', () => {
  it('answers a short-lived token that names the person, and keeps the refresh token in a cookie', async () => {
    const page = new ConsolePage(here);
    const { status, headers, body } = await page.logIn('Wang', password);
    expect([status, headers['cache-control']]).toEqual([201, 'no-store']);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
    expect(body.user).toMatchObject({ username: 'wang', display_name: 'Administrator', role: 'admin', locale: 'en' });
    expect(headers['set-cookie']).toMatch(
      /^linehaul_session=[\w.-]+; Path=\/v1\/sessions; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(JSON.stringify(body)).not.toContain(page.cookie.split('=')[1]);
    const { sub, exp = 0, iat = 0 } = decodeJwt(page.token);
    expect([sub, exp - iat]).toEqual([(body.user as { id: string }).id, 300]);
    expect((await page.current(there)).body).toMatchObject({ id: sub, username: 'wang' });
  });

  it('keeps nothing that would let a reader of the database in', async () => {
    const page = await loggedIn();
    const [id, family, secret] = page.cookie.split('=')[1]?.split('.') ?? [];
    const [row] = await here.app.get(DataSource).query<object[]>(`select * from sessions where id = '${id}'`);
    expect(row).toBeDefined();
    expect(JSON.stringify(row)).not.toContain(family);
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('answers an unknown name and a wrong password alike, after the same work', async () => {
    const verify = vi.spyOn(here.app.get(SecretHasher), 'verify');
    const wrong = await new ConsolePage(here).logIn('wang', 'wrong');
    const hashedForWrong = verify.mock.calls.length;
    const unknown = await new ConsolePage(here).logIn('nobody', 'wrong');
    const hashed = verify.mock.calls.map(([stored]) => stored.split('$').slice(0, 4));
    verify.mockRestore();
    expect([hashedForWrong, hashed.length]).toEqual([1, 2]);
    expect(hashed[0]).toEqual(hashed[1]);
    expect(wrong.body).toMatchObject({ status: 401, code: 'session.invalid_credentials' });
    expect({ ...unknown.body, trace_id: '' }).toEqual({ ...wrong.body, trace_id: '' });
    expect(unknown.headers['set-cookie']).toBeUndefined();
  });

  it('believes no stranger’s word that the request came by https', async () => {
    const { headers } = await here.call('POST', '/v1/sessions', {
      body: { username: 'wang', password },
      headers: { 'x-forwarded-proto': 'https' },
      address: freshAddress(),
    });
    expect(headers['set-cookie']).not.toContain('Secure');
  });

  it('ends the oldest session when a user has one too many', async () => {
    const first = await loggedIn();
    for (let more = 0; more < 10; more++) await loggedIn();
    expect((await first.refresh()).status).toBe(401);
    await eventually(
      () => statusIn(there, first),
      (status) => status === 401,
      PROMISE_MS,
    );
  });
});

describe('guessing', () => {
  it('is throttled per name and address, and the answer says when to come back', async () => {
    const page = new ConsolePage(here);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) statuses.push((await page.logIn('li', 'wrong')).status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    const refused = await page.logIn('li', 'wrong');
    expect(refused.body).toMatchObject({ status: 429, code: 'session.too_many_attempts' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('from many addresses is throttled too, but does not lock the user out where it comes from', async () => {
    const home = await loggedIn();
    const from = (secret: string): Promise<number> =>
      new ConsolePage(here).logIn('wang', secret).then(({ status }) => status);
    const guesses = await Promise.all([...Array<string>(40).fill('wrong'), password].map(from));
    expect(guesses.at(-1)).toBe(429);
    expect((await new ConsolePage(there, home.address).logIn('wang', password)).status).toBe(201);
  });
});
