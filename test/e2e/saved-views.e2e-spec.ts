import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';

let app: StartedApp;
let mine: Api;
let others: Api;

beforeAll(async () => {
  app = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
  const admin = await app.admin();
  mine = await person(admin, 'wang');
  others = await person(admin, 'li');
});
afterAll(() => app.stop());

async function person(admin: Api, username: string): Promise<Api> {
  const user = { username, display_name: username, role: 'viewer' };
  const { password } = (await admin.create('/v1/users', user).expect(201)).body as { password: string };
  const session = await new Api(app.baseUrl).post('/v1/sessions', { username, password }).expect(201);
  return new Api(app.baseUrl, (session.body as { access_token: string }).access_token);
}

interface View {
  readonly id: string;
  readonly name: string;
}

const stuck = { resource: 'orders', name: 'Stuck', filter: { status: ['received', 'paid'], hold: true }, sort: null };

describe('saved views', () => {
  it('are kept for the person who saved them, and for nobody else', async () => {
    const made = (await mine.create('/v1/saved-views', stuck).expect(201)).body as View;
    expect(made).toMatchObject(stuck);
    expect((await mine.get('/v1/saved-views?resource=orders').expect(200)).body).toMatchObject({ data: [made] });
    expect((await mine.get('/v1/saved-views?resource=trips').expect(200)).body).toMatchObject({ data: [] });
    expect((await others.get('/v1/saved-views').expect(200)).body).toMatchObject({ data: [] });
    await others.change('patch', `/v1/saved-views/${made.id}`, 1, { name: 'Theirs' }).expect(404);
    await others.create('/v1/saved-views', stuck).expect(201);
  });

  it('change and go', async () => {
    const body = { ...stuck, name: 'Late', sort: { field: 'created_at', order: 'desc' } };
    const { id } = (await mine.create('/v1/saved-views', body).expect(201)).body as View;
    const changed = await mine.change('patch', `/v1/saved-views/${id}`, 1, { name: 'Later', sort: null }).expect(200);
    expect(changed.body).toMatchObject({ id, name: 'Later', filter: stuck.filter, sort: null });
    await mine.change('patch', `/v1/saved-views/${id}`, 1, { name: 'Stuck' }).expect(409);
    await mine.remove(`/v1/saved-views/${id}`).expect(204);
    await mine.remove(`/v1/saved-views/${id}`).expect(404);
  });

  it('are bounded in number and size', async () => {
    await mine.create('/v1/saved-views', { ...stuck, name: 'Big', filter: { q: 'x'.repeat(201) } }).expect(400);
    await mine.create('/v1/saved-views', { ...stuck, name: 'Odd', filter: { q: { deep: 1 } } }).expect(400);
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`f${index}`, index]));
    await mine.create('/v1/saved-views', { ...stuck, name: 'Wide', filter: many }).expect(400);
    const statuses = new Set<number>();
    for (let made = 0; made < 201; made++) {
      statuses.add((await others.create('/v1/saved-views', { ...stuck, name: `View ${made}` })).status);
    }
    expect(statuses).toEqual(new Set([201, 409]));
    const page = (await others.get('/v1/saved-views?limit=200').expect(200)).body as { data: View[] };
    expect(page.data).toHaveLength(200);
  });
});
