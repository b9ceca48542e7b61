import { randomUUID } from 'node:crypto';
import { operationId } from '#lib/http';
import { anOrder } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admittedRole, completeCall, validBody } from './support/requests';
import type { Answer, Call } from './support/send';
import { Stage, type DeclaredRoute } from './support/stage';

/** Routes of the staff that change nothing of the staff's, and why. A new route is told, or belongs in here. */
const NOT_TOLD: Readonly<Record<string, string>> = {
  'RoutesController.compute': 'only asks',
  'ServiceabilityController.ask': 'only asks',
  'ChannelsController.test': 'only sends a message',
  'EmailTemplatesController.test': 'only sends a message',
  'AlertsController.receive': 'a machine tells what it sees, once a minute',
  'CouriersController.record': 'a position is a fact of the day, not a change',
  'ScansController.record': 'events of the order tell of it',
  'TasksController.report': 'events of the order tell of it',
  'SessionsController.logOut': 'the sessions tell of it',
  'UsersController.changeOwnLocale': 'is one’s own',
  'SavedViewsController.create': 'is one’s own',
  'SavedViewsController.change': 'is one’s own',
  'SavedViewsController.remove': 'is one’s own',
};

interface Entry {
  readonly actor: { id: string; name: string; role: string; address: string };
  readonly resource: { type: string; id: string };
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly trace_id: string;
}

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.build();
});
afterAll(() => stage.app.stop());

function changingRoutes(): DeclaredRoute[] {
  return stage.routes().filter(({ method, spec, name }) => {
    const isOurs = spec.auth !== 'public' && spec.auth.roles.some((role) => role === 'operator' || role === 'admin');
    return isOurs && method !== 'GET' && !(name in NOT_TOLD);
  });
}

async function entriesOf(action: string): Promise<Entry[]> {
  const { body } = await stage.callers.admin.get(`/v1/audit?action=${action}&limit=10`).expect(200);
  return (body as { data: Entry[] }).data;
}

/** The route that makes a thing such as the path names. */
function creationOf(route: DeclaredRoute): DeclaredRoute | undefined {
  const collection = route.path.split('/:')[0];
  return stage.routes().find(({ method, path, spec }) => {
    return method === 'POST' && path === collection && path !== route.path && spec.idempotency === true;
  });
}

/** Makes a thing for the request to change, where that can be done; what there is already does for the others. */
async function freshPath(route: DeclaredRoute): Promise<string> {
  const { path } = completeCall(route, stage.ids);
  if (route.name === 'DispatchDeskController.reassign') {
    const orderId = await stage.world.place();
    await stage.world.reaches(orderId, 'dispatched');
    return route.path.replace(':order_id', orderId);
  }
  const creation = creationOf(route);
  if (creation === undefined || !route.path.includes('/:') || route.path.includes(':delivery_id')) return path;
  const isOrder = creation.path === '/v1/orders';
  const token = stage.tokenOf(isOrder ? 'merchant' : 'admin');
  const made = await stage.send({ ...completeCall(creation, stage.ids), body: await bodyOf(creation), token });
  if (made.status !== 201) throw new Error(`${creation.path} made nothing: ${JSON.stringify(made.document)}`);
  const { id, sku } = made.document as { id?: string | number; sku?: string };
  return route.path.replace(/:[a-z_]+/, String(id ?? sku));
}

async function freshFacility(kind: string): Promise<string> {
  const code = `${kind}-${randomUUID().slice(0, 8)}`.toUpperCase();
  const body = { code, kind, name: 'A site', lat: 30.58, lng: 114.27, country: 'CN' };
  const made = await stage.callers.admin.create('/v1/facilities', body).expect(201);
  return (made.body as { id: string }).id;
}

/** Somebody who could take a parcel of the zone. */
async function freshCourier(): Promise<string> {
  const { admin } = stage.callers;
  const person = { zone_id: stage.ids.zoneId, name: 'Zhao Min', phone: '+8613700137000', vehicle: 'van' };
  const made = await admin.create('/v1/couriers', { ...person, capacity_parcels: 5, capacity_g: 90_000 }).expect(201);
  const { id } = made.body as { id: string };
  const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  await admin.create(`/v1/couriers/${id}/shifts`, { starts_at: inHours(50), ends_at: inHours(70) }).expect(201);
  return id;
}

/** A body that succeeds, where one that is merely valid would be refused. */
async function bodyOf(route: DeclaredRoute): Promise<unknown> {
  const valid = validBody(route, stage.ids) as object | undefined;
  switch (route.name) {
    case 'CourierShiftsController.replace':
      return { entries: [{ weekdays: ['mon'], start: '08:00', end: '12:00' }] };
    case 'DispatchDeskController.reassign':
      return { ...valid, courier_id: await freshCourier() };
    case 'WarehousesController.create':
      return { ...valid, facility_id: await freshFacility('warehouse') };
    case 'LinksController.create':
      return { ...valid, from_facility_id: await freshFacility('hub'), to_facility_id: await freshFacility('hub') };
    default:
      return valid;
  }
}

/** The version of what a path belongs to: of the path itself, or of the thing that the command is about. */
async function versionAt(path: string): Promise<string> {
  const above = path.slice(0, path.lastIndexOf('/'));
  // An assignment goes by the version of its order.
  for (const at of [path, above, above.replace('/assignments/', '/orders/')]) {
    const { status, headers } = await stage.send({ method: 'GET', path: at, token: stage.tokenOf('admin') });
    const etag = headers.get('etag');
    if (status === 200 && etag !== null) return etag;
  }
  return '"1"';
}

async function succeed(route: DeclaredRoute): Promise<Answer> {
  const path = await freshPath(route);
  const headers: Record<string, string> = { 'idempotency-key': randomUUID() };
  if (route.spec.ifMatch === true || route.name === 'OrdersController.cancel')
    headers['if-match'] = await versionAt(path);
  if (route.name === 'OrderRetriesController.retry') await giveUp(path.split('/')[3] ?? '');
  const role = admittedRole(route);
  const token = role === undefined ? undefined : stage.tokenOf(role);
  const body = await bodyOf(route);
  const call: Call = { method: route.method, path, token, headers, body };
  let answer = await stage.send(call);
  for (let again = 0; again < 5 && answer.status === 412; again++) {
    headers['if-match'] = await versionAt(path); // a stage has moved the order meanwhile
    answer = await stage.send(call);
  }
  return answer;
}

/** Lets an order look as if a stage had given it up. */
async function giveUp(orderId: string): Promise<void> {
  await stage.query(`delete from parked where order_id = '${orderId}'`);
  await stage.query(
    `insert into parked (order_id, stage, reason, key, since, detail)
     values ('${orderId}', 'payment', 'dead_letter', 'payment', now(), '{}')`,
  );
}

/** A person at the console, and not a machine with a client. */
async function logIn(role: string): Promise<{ id: string; username: string; token: string }> {
  const username = `audited-${randomUUID().slice(0, 8)}`;
  const user = { username, display_name: 'Wang Fang', role };
  const created = await stage.callers.admin.create('/v1/users', user).expect(201);
  const { id, password } = created.body as { id: string; password: string };
  const session = await stage.callers.admin.post('/v1/sessions', { username, password }).expect(201);
  return { id, username, token: (session.body as { access_token: string }).access_token };
}

describe('the audit', () => {
  it('tells of every change that the staff can make, route by route', async () => {
    const faults: string[] = [];
    for (const route of changingRoutes()) {
      if (route.name === 'UsersController.changeOwnPassword') continue; // the next test: a client has no password
      const told = `${route.method} ${route.path}`;
      const { status, document } = await succeed(route).catch((error: unknown) => ({
        status: 0,
        document: String(error),
      }));
      if (status < 200 || status >= 300) {
        faults.push(`${told}: answered ${status} ${JSON.stringify(document)}`);
        continue;
      }
      const [entry] = await entriesOf(operationId(route.name));
      if (entry === undefined) faults.push(`${told}: no entry`);
      else if (entry.before === null && entry.after === null) faults.push(`${told}: an entry without a change`);
    }
    expect(changingRoutes().length).toBeGreaterThan(35);
    expect(faults).toEqual([]);
  }, 120_000);

  it('names the person, the address, the trace, and what was and is', async () => {
    const { id, username, token } = await logIn('operator');
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await stage.send({
      method: 'PATCH',
      path: `/v1/merchants/${stage.ids.merchantId}`,
      token,
      headers: {
        'if-match': await versionAt(`/v1/merchants/${stage.ids.merchantId}`),
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
        'x-forwarded-for': '203.0.113.7',
      },
      body: { rate_per_s: 7, burst: 9 },
    });
    expect(answer.status).toBe(200);
    const [entry] = await entriesOf('merchants.change');
    expect(entry).toMatchObject({
      actor: { id: `user:${id}`, name: username, role: 'operator', address: '203.0.113.7' },
      resource: { type: 'merchant', id: stage.ids.merchantId },
      before: { rate_per_s: null, burst: null },
      after: { rate_per_s: 7, burst: 9 },
      trace_id: traceId,
    });
  });

  it('tells of a password that it was changed, and nothing of secrets and people', async () => {
    const { admin } = stage.callers;
    const user = { username: 'secretive', display_name: 'Wang Fang', role: 'viewer' };
    const created = await admin.create('/v1/users', user).expect(201);
    const { id, password } = created.body as { id: string; password: string };
    const session = await admin.post('/v1/sessions', { username: 'secretive', password }).expect(201);
    const { access_token: token } = session.body as { access_token: string };
    const body = { old_password: password, new_password: 'a long enough one' };
    expect((await stage.send({ method: 'POST', path: '/v1/users/me/password', token, body })).status).toBe(204);
    const [entry] = await entriesOf('users.changeOwnPassword');
    expect(entry).toMatchObject({
      resource: { type: 'user', id },
      before: { password_hash: '[hidden]' },
      after: { password_hash: '[hidden]' },
    });
    const rows = JSON.stringify(await stage.query('select before, after from audit_entries'));
    expect(rows).not.toMatch(/argon2|whsec_|\+8613|Wang Fang|Li Na|Wang Wei/);
  });

  it('is silent about what was refused, what merchants do, and what the system does by itself', async () => {
    const count = async (): Promise<number> => {
      const [row] = await stage.query<{ n: string }>('select count(*) as n from audit_entries');
      return Number(row?.n);
    };
    const before = await count();
    const { merchant, admin } = stage.callers;
    await admin.change('patch', `/v1/merchants/${stage.ids.merchantId}`, 999_999, { name: 'No' }).expect(412);
    const body = { url: 'https://hooks.invalid/own', event_types: ['order.lost'] };
    await merchant.create('/v1/webhook-endpoints', body).expect(201);
    await merchant.create('/v1/orders', anOrder().build()).set('prefer', 'wait=20').expect(201);
    expect(await count()).toBe(before);
  });

  it('is read by pages, and by who, what and when', async () => {
    const { admin, viewer } = stage.callers;
    await viewer.get('/v1/audit').expect(403);
    const first = (await admin.get('/v1/audit?limit=2').expect(200)).body as Page;
    const second = (await admin.get(`/v1/audit?limit=2&cursor=${first.page_info.next_cursor}`).expect(200))
      .body as Page;
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    const { merchantId } = stage.ids;
    const about = (await admin.get(`/v1/audit?resource_type=merchant&resource_id=${merchantId}`)).body as Page;
    expect(new Set(about.data.map(({ resource }) => resource.id))).toEqual(new Set([merchantId]));
    const who = encodeURIComponent(about.data[0]?.actor.id ?? '');
    const by = (await admin.get(`/v1/audit?actor=${who}`)).body as Page;
    expect(new Set(by.data.map(({ actor }) => encodeURIComponent(actor.id)))).toEqual(new Set([who]));
    expect(((await admin.get('/v1/audit?since=2099-01-01T00:00:00Z')).body as Page).data).toEqual([]);
    expect(((await admin.get('/v1/audit?until=2020-01-01T00:00:00Z')).body as Page).data).toEqual([]);
    await admin.get('/v1/audit?cursor=eA').expect(400);
  });
});

interface Page {
  readonly data: readonly (Entry & { readonly id: number })[];
  readonly page_info: { readonly next_cursor: string };
}
