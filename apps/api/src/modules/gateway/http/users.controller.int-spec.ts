import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '#lib/testing';
import { systemContext } from '#lib/kernel';
import { ConsolePage } from '../testing/console-page';
import { GatewayWorld, type Answer, type GatewayProcess } from '../testing/gateway-world';
import { PasswordChecker } from '../tokens/password-checker';
import { CreateConsoleAdmin } from '../use-cases/create-console-admin';

/** What operators are promised between a command in one process and its effect in all. */
const PROMISE_MS = 1_000;

let world: GatewayWorld;
let here: GatewayProcess;
let there: GatewayProcess;
let admin: ConsolePage;
let adminPassword: string;

beforeAll(async () => {
  world = await GatewayWorld.create();
  [here, there] = await Promise.all([world.process(), world.process()]);
  const created = await here.app.get(CreateConsoleAdmin).execute(systemContext('test'), 'admin');
  adminPassword = created.password;
  admin = new ConsolePage(here);
  await admin.logIn('admin', adminPassword);
});
afterAll(() => world.close());

interface Made {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

function create(body: object, key: string = randomUUID(), token: string = admin.token): Promise<Answer> {
  return here.call('POST', '/v1/users', { token, body, headers: { 'idempotency-key': `"${key}"` } });
}

async function someone(role: string): Promise<Made> {
  const username = `u-${randomUUID().slice(0, 8)}`;
  const { status, body } = await create({ username, display_name: 'Somebody', role });
  expect(status).toBe(201);
  return { id: String(body.id), username, password: String(body.password) };
}

async function pageOf({ username, password }: Made): Promise<ConsolePage> {
  const page = new ConsolePage(here);
  expect((await page.logIn(username, password)).status).toBe(201);
  return page;
}

function change(id: string, version: number, body: object, token: string = admin.token): Promise<Answer> {
  return here.call('PATCH', `/v1/users/${id}`, { token, body, headers: { 'if-match': `"${version}"` } });
}

function setPassword(id: string, version: number): Promise<Answer> {
  const headers = { 'if-match': `"${version}"` };
  return here.call('POST', `/v1/users/${id}/password`, { token: admin.token, headers });
}

/** An administrator sets another password, which is answered, as soon as the next one that is shown was found right. */
function replacedMeanwhile(id: string, version: number): Promise<string> {
  const checker = here.app.get(PasswordChecker);
  const check = checker.check.bind(checker);
  return new Promise((resolve) => {
    vi.spyOn(checker, 'check').mockImplementationOnce(async (attempt) => {
      const matches = await check(attempt);
      resolve(String((await setPassword(id, version)).body.password));
      return matches;
    });
  });
}

describe('users', () => {
  it('are created once, with a password that is shown once', async () => {
    const [key, body] = [randomUUID(), { username: 'wang', display_name: '王芳', role: 'operator', locale: 'zh' }];
    const first = await create(body, key);
    expect(first.body).toMatchObject({
      username: 'wang',
      display_name: '王芳',
      locale: 'zh',
      active: true,
      version: 1,
    });
    expect(first.body.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const again = await create(body, key);
    expect([again.status, again.body.id, again.body.password]).toEqual([201, first.body.id, undefined]);
    expect((await create(body)).body).toMatchObject({ status: 409, code: 'user.username_taken' });
    const page = new ConsolePage(there);
    expect((await page.logIn('wang', String(first.body.password))).status).toBe(201);
  });

  it('are listed newest first, by role and whether they are active', async () => {
    const viewer = await someone('viewer');
    await change(viewer.id, 1, { active: false });
    const { body } = await here.call('GET', '/v1/users?role=viewer&active=false&limit=1', { token: admin.token });
    expect(body.data).toMatchObject([{ id: viewer.id, active: false, version: 2 }]);
    expect(JSON.stringify(body)).not.toContain('password');
    const read = await here.call('GET', `/v1/users/${viewer.id}`, { token: admin.token });
    expect([read.status, read.headers.etag]).toEqual([200, '"2"']);
  });

  it('are managed by admins alone', async () => {
    const page = await pageOf(await someone('operator'));
    const { id } = await someone('viewer');
    expect((await change(id, 1, { role: 'admin' }, page.token)).status).toBe(403);
    expect((await create({ username: 'zhao', display_name: 'Z', role: 'viewer' }, undefined, page.token)).status).toBe(
      403,
    );
    expect((await here.call('GET', '/v1/users', { token: page.token })).status).toBe(200);
  });

  it('change under If-Match', async () => {
    const { id } = await someone('viewer');
    expect((await here.call('PATCH', `/v1/users/${id}`, { token: admin.token, body: {} })).status).toBe(428);
    expect((await change(id, 1, { display_name: 'Zhao Min', locale: 'zh' })).body).toMatchObject({
      version: 2,
      locale: 'zh',
    });
    expect((await change(id, 1, { role: 'operator' })).status).toBe(412);
    expect((await change(randomUUID(), 1, { role: 'operator' })).status).toBe(404);
  });

  it('who are deactivated are refused here at once and everywhere within a second, and come back by logging in', async () => {
    const user = await someone('operator');
    const page = await pageOf(user);
    expect((await page.current(there)).status).toBe(200);
    await change(user.id, 1, { active: false });
    expect((await page.current(here)).status).toBe(401);
    await eventually(
      () => page.current(there).then(({ status }) => status),
      (status) => status === 401,
      PROMISE_MS,
    );
    expect((await page.refresh()).status).toBe(401);
    expect((await page.logIn(user.username, user.password)).body).toMatchObject({
      code: 'session.invalid_credentials',
    });
    await change(user.id, 2, { active: true });
    expect((await page.refresh()).status).toBe(401);
    expect((await page.logIn(user.username, user.password)).status).toBe(201);
  });

  it('whose role was lowered have the lower one everywhere within a second, and stay logged in', async () => {
    const user = await someone('admin');
    const page = await pageOf(user);
    const list = (process: GatewayProcess): Promise<number> =>
      process.call('GET', '/v1/users', { token: page.token }).then(({ status }) => status);
    expect(await list(there)).toBe(200);
    await change(user.id, 1, { role: 'viewer' });
    expect(await list(here)).toBe(401);
    await eventually(
      () => list(there),
      (status) => status === 401,
      PROMISE_MS,
    );
    expect((await page.refresh()).body).toMatchObject({ user: { role: 'viewer' } });
    expect([await list(here), await list(there)]).toEqual([403, 403]);
  });
});

describe('the language that somebody reads', () => {
  it('is their own choice, is kept, and leaves them logged in', async () => {
    const user = await someone('viewer');
    const page = await pageOf(user);
    const choose = (locale: string, token: string): Promise<Answer> =>
      here.call('PATCH', '/v1/users/me', { token, body: { locale } });
    expect((await choose('zh', page.token)).body).toMatchObject({ id: user.id, locale: 'zh', version: 2 });
    expect((await choose('zh', page.token)).body).toMatchObject({ version: 2 });
    expect((await page.current()).body).toMatchObject({ locale: 'zh' });
    expect((await page.refresh()).body).toMatchObject({ user: { locale: 'zh' } });
    expect((await choose('fr', page.token)).status).toBe(400);
    expect((await choose('zh', await here.tokenFor({ role: 'admin' }))).body).toMatchObject({
      code: 'session.not_found',
    });
  });
});

describe('the last active admin', () => {
  it('stays one, also when two would take the role from each other at the same moment', async () => {
    const other = await someone('admin');
    const page = await pageOf(other);
    const { body: me } = await admin.current();
    const [id, version] = [String(me.id), Number(me.version)];
    const answers = await Promise.all([
      change(other.id, 1, { role: 'viewer' }),
      change(id, version, { active: false }, page.token),
    ]);
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses[0]).toBe(200);
    expect([401, 409]).toContain(statuses[1]);
    const { rows } = await activeAdmins();
    expect(rows).toBe(1);
    await here.app.get(CreateConsoleAdmin).execute(systemContext('test'), 'rescue');
  });

  async function activeAdmins(): Promise<{ rows: number }> {
    const token = await here.tokenFor({ role: 'admin' });
    const { body } = await here.call('GET', '/v1/users?role=admin&active=true', { token });
    return { rows: (body.data as unknown[]).length };
  }
});

describe('passwords', () => {
  it('set by an admin is shown once; the former one and the sessions of the user end', async () => {
    const rescue = await here.app.get(CreateConsoleAdmin).execute(systemContext('test'), 'setter');
    admin = new ConsolePage(here);
    await admin.logIn('setter', rescue.password);
    const user = await someone('viewer');
    const page = await pageOf(user);
    const { status, body, headers } = await setPassword(user.id, 1);
    expect([status, headers['cache-control'], body.version]).toEqual([200, 'no-store', 2]);
    expect((await page.current()).status).toBe(401);
    expect((await page.logIn(user.username, user.password)).status).toBe(401);
    expect((await page.logIn(user.username, String(body.password))).status).toBe(201);
    expect((await setPassword(user.id, 1)).status).toBe(412);
  });

  it('of one’s own needs the old one, and ends the other sessions', async () => {
    const user = await someone('viewer');
    const [page, elsewhere] = [await pageOf(user), await pageOf(user)];
    const choose = (oldPassword: string, newPassword: string): Promise<Answer> =>
      here.call('POST', '/v1/users/me/password', {
        token: page.token,
        body: { old_password: oldPassword, new_password: newPassword },
        address: page.address,
      });
    expect((await choose('wrong', 'a long enough one')).body).toMatchObject({
      status: 422,
      code: 'user.wrong_password',
    });
    expect((await choose(user.password, 'short')).status).toBe(400);
    expect((await choose(user.password, 'a long enough one')).status).toBe(204);
    expect((await page.current()).status).toBe(200);
    expect((await page.refresh()).status).toBe(200);
    expect((await elsewhere.current()).status).toBe(401);
    expect((await page.logIn(user.username, user.password)).status).toBe(401);
    expect((await page.logIn(user.username, 'a long enough one')).status).toBe(201);
  });

  it('that are replaced while the former one is being looked at open nothing, and hold', async () => {
    const user = await someone('viewer');
    const first = replacedMeanwhile(user.id, 1);
    expect((await new ConsolePage(here).logIn(user.username, user.password)).status).toBe(401);
    const page = await pageOf({ ...user, password: await first });
    const second = replacedMeanwhile(user.id, 2);
    const body = { old_password: await first, new_password: 'a long enough one' };
    const own = await here.call('POST', '/v1/users/me/password', { token: page.token, body, address: page.address });
    expect(own.body).toMatchObject({ status: 422, code: 'user.wrong_password' });
    await pageOf({ ...user, password: await second });
  });

  it('are guessed no faster from an open page', async () => {
    const page = await pageOf(await someone('viewer'));
    const guess = { old_password: 'wrong', new_password: 'a long enough one' };
    const call = { token: page.token, body: guess, address: page.address };
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => here.call('POST', '/v1/users/me/password', call)),
    );
    const statuses = guesses.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
  });
});
