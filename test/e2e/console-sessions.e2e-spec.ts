import { eventually } from '#lib/testing';
import { systemContext } from '#lib/kernel';
import { Retention } from '#lib/retention';
import { CreateConsoleAdmin } from '#module/gateway';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { startApp, type StartedApp } from '../support/start-app';

/** What operators are promised between a command in one process and its effect in all. */
const PROMISE_MS = 1_000;
/** One proxy stands in front, whose word on the protocol and the host counts. */
const environment = { LINEHAUL_TRUST_PROXY: '1' };

let here: StartedApp;
let there: SpawnedApp;
let password: string;

beforeAll(async () => {
  here = await startApp({ environment });
  there = await spawnApp({ ...here, environment: { ...environment, LINEHAUL_ROLES: 'http' } });
  ({ password } = await here.nest.get(CreateConsoleAdmin, { strict: false }).execute(systemContext('test'), 'wang'));
});
afterAll(async () => {
  await there.stop();
  await here.stop();
});

interface Page {
  readonly token: string;
  readonly cookie: string;
  readonly userId: string;
}

function pageOf(answer: request.Response): Page {
  const { access_token: token, user } = answer.body as { access_token: string; user: { id: string } };
  const [cookie = ''] = answer.get('Set-Cookie') ?? [];
  return { token, cookie, userId: user.id };
}

async function logIn(): Promise<Page> {
  return pageOf(await request(here.baseUrl).post('/v1/sessions').send({ username: 'wang', password }).expect(201));
}

function refresh(baseUrl: string, cookie: string, headers: Record<string, string> = {}): request.Test {
  const sent = { cookie: cookie.split(';')[0] ?? '', 'x-linehaul-console': '1', ...headers };
  return request(baseUrl).post('/v1/sessions/refresh').set(sent);
}

function current(baseUrl: string, { token }: Page): request.Test {
  return request(baseUrl).get('/v1/sessions/current').set('authorization', `Bearer ${token}`);
}

describe('a session of the console', () => {
  it('is good in every process, and over in every process within a second of logging out in one', async () => {
    const page = await logIn();
    await current(there.baseUrl, page).expect(200);
    await request(here.baseUrl).delete('/v1/sessions/current').set('authorization', `Bearer ${page.token}`).expect(204);
    const status = (): Promise<number> => current(there.baseUrl, page).then((answer) => answer.status);
    await eventually(status, (seen) => seen === 401, PROMISE_MS);
    await refresh(there.baseUrl, page.cookie).expect(401);
  });

  it('goes on in another process with the cookie', async () => {
    const { cookie } = await logIn();
    const next = pageOf(await refresh(there.baseUrl, cookie).expect(200));
    expect(next.cookie).not.toBe(cookie);
    await current(here.baseUrl, next).expect(200);
  });

  it('has a cookie for https alone when it was opened by https', async () => {
    const body = { username: 'wang', password };
    const plain = await request(here.baseUrl).post('/v1/sessions').send(body).expect(201);
    expect(plain.get('Set-Cookie')?.[0]).not.toContain('Secure');
    const call = request(here.baseUrl).post('/v1/sessions').set('x-forwarded-proto', 'https').send(body);
    expect((await call.expect(201)).get('Set-Cookie')?.[0]).toMatch(/HttpOnly; SameSite=Strict; Secure$/);
  });

  it('cannot be had or renewed by pages of other sites', async () => {
    const { cookie } = await logIn();
    const host = new URL(here.baseUrl).host;
    await refresh(here.baseUrl, cookie, { origin: 'https://evil.example' }).expect(403);
    await refresh(here.baseUrl, cookie, { origin: `https://${host}.evil.example` }).expect(403);
    await request(here.baseUrl).post('/v1/sessions/refresh').set('cookie', cookie).expect(403);
    const form = request(here.baseUrl).post('/v1/sessions').type('form').send({ username: 'wang', password });
    await form.expect(415);
    const foreign = request(here.baseUrl).post('/v1/sessions').set('origin', 'null');
    await foreign.send({ username: 'wang', password }).expect(403);
    await refresh(here.baseUrl, cookie, { origin: `http://${host}` }).expect(200);
  });

  it('is forgotten some time after it is over, and not before', async () => {
    const page = await logIn();
    await request(here.baseUrl).delete('/v1/sessions/current').set('authorization', `Bearer ${page.token}`).expect(204);
    const retention = here.nest.get(Retention, { strict: false });
    expect(await retention.run()).toMatchObject({ sessions: 0, audit_entries: 0 });
    await here.nest
      .get(DataSource)
      .query(`update sessions set ended_at = now() - interval '31 days' where ended_at is not null`);
    const { sessions } = await retention.run();
    expect(sessions).toBeGreaterThanOrEqual(1);
    await current(here.baseUrl, await logIn()).expect(200);
  });
});
