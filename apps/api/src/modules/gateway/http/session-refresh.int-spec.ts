import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { systemContext } from '#lib/kernel';
import { ConsolePage } from '../testing/console-page';
import { GatewayWorld, type GatewayProcess } from '../testing/gateway-world';
import { CreateConsoleAdmin } from '../use-cases/create-console-admin';

/** What operators are promised between a command in one process and its effect in all. */
const PROMISE_MS = 1_000;
const [GRACE_S, IDLE_S, LASTS_S] = [10, 43_200, 604_800];

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

function isRefusedWithin(process: GatewayProcess, page: ConsolePage): Promise<number> {
  return eventually(
    () => page.current(process).then(({ status }) => status),
    (status) => status === 401,
    PROMISE_MS,
  );
}

describe('refreshing a session', () => {
  it('gives a new access token and another refresh token, in whichever process', async () => {
    const page = await loggedIn();
    const [cookie, token] = [page.cookie, page.token];
    page.process = there;
    const { status, body, headers } = await page.refresh();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, user: { username: 'wang' } });
    expect(page.cookie).not.toBe(cookie);
    expect(page.token).not.toBe(token);
    expect((await page.current(here)).status).toBe(200);
  });

  it('a token that comes again within the grace gets the same successor: its answer may have been lost', async () => {
    const page = await loggedIn();
    const first = page.cookie;
    await page.refresh();
    const second = page.cookie;
    expect((await page.refresh({}, first)).status).toBe(200);
    expect(page.cookie).toBe(second);
    expect((await page.refresh()).status).toBe(200);
  });

  it('two tabs that refresh at the same moment both go on', async () => {
    const page = await loggedIn();
    const other = new ConsolePage(there);
    other.cookie = page.cookie;
    const answers = await Promise.all([page.refresh(), other.refresh()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(other.cookie).toBe(page.cookie);
  });

  it('a token that was used and comes again later ends the session, for the thief as for the robbed', async () => {
    const page = await loggedIn();
    const stolen = page.cookie;
    await page.refresh();
    world.clock.advanceS(GRACE_S);
    expect((await page.refresh({}, stolen)).body).toMatchObject({ status: 401, code: 'session.expired' });
    expect((await page.refresh()).status).toBe(401);
    expect((await page.current(here)).body).toMatchObject({ status: 401, code: 'session.expired' });
    await isRefusedWithin(there, page);
  });

  it('so does one that is older than the one before, at once', async () => {
    const page = await loggedIn();
    const stolen = page.cookie;
    await page.refresh();
    await page.refresh();
    expect((await page.refresh({}, stolen)).status).toBe(401);
    expect((await page.refresh()).status).toBe(401);
  });

  it('ends when nobody came for half a day, and after a week however often somebody came', async () => {
    const idle = await loggedIn();
    const busy = await loggedIn();
    for (let passed = 0; passed < LASTS_S - IDLE_S; passed += IDLE_S - 1) {
      world.clock.advanceS(IDLE_S - 1);
      expect((await busy.refresh()).status).toBe(200);
    }
    expect((await idle.refresh()).status).toBe(401);
    world.clock.advanceS(IDLE_S);
    expect((await busy.refresh()).status).toBe(401);
  });

  it('wants the header that only pages of the same origin can send, and no other origin', async () => {
    const page = await loggedIn();
    for (const [headers, code] of [
      [{ 'x-linehaul-console': '' }, 'request.invalid'],
      [{ origin: 'https://evil.example' }, 'session.foreign_origin'],
      [{ origin: 'null' }, 'session.foreign_origin'],
      [{ origin: 'http://console.test:81', host: 'console.test:80' }, 'session.foreign_origin'],
    ] as const) {
      expect((await page.refresh(headers)).body).toMatchObject({ code });
    }
    const { cookie } = page;
    const bare = await here.call('POST', '/v1/sessions/refresh', { headers: { cookie } });
    expect(bare.body).toMatchObject({ status: 403, code: 'session.console_header_required' });
    expect((await page.refresh({ origin: 'http://console.test:81', host: 'console.test:81' })).status).toBe(200);
  });

  it('without a cookie, or with a made up one, answers like an expired session', async () => {
    const id = '0199f0c2-0000-7000-8000-000000000001';
    for (const cookie of ['', 'linehaul_session=x', `linehaul_session=${id}.a.b`]) {
      const { status, body } = await new ConsolePage(here).refresh({}, cookie);
      expect([status, body.code]).toEqual([401, 'session.expired']);
    }
  });

  it('a made up token does not end the session that it names', async () => {
    const page = await loggedIn();
    const [id] = page.cookie.split('.');
    await new ConsolePage(here).refresh({}, `${id}.made.up`);
    expect((await page.refresh()).status).toBe(200);
  });
});

describe('logging out', () => {
  it('takes the cookie away; the session is refused here at once and elsewhere within a second', async () => {
    const page = await loggedIn();
    const other = await loggedIn();
    expect((await page.current(there)).status).toBe(200);
    const { status, headers } = await page.logOut();
    expect(status).toBe(204);
    expect(headers['set-cookie']).toMatch(/^linehaul_session=; Path=\/v1\/sessions; Max-Age=0;/);
    expect((await page.current(here)).status).toBe(401);
    await isRefusedWithin(there, page);
    expect((await page.refresh()).status).toBe(401);
    expect((await other.current(there)).status).toBe(200);
  });

  it('is for sessions alone: a client has none', async () => {
    const token = await here.tokenFor({ role: 'admin' });
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await here.call(method, '/v1/sessions/current', { token });
      expect(answer.body).toMatchObject({ status: 404, code: 'session.not_found' });
    }
  });
});
