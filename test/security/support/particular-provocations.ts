import { randomUUID } from 'node:crypto';
import { anOrder, eventually } from '#lib/testing';
import { World } from '../../support/world';
import type { Api } from '../../support/api';
import { validBody } from './requests';
import type { Answer } from './send';
import { aScan, bringToStation, makeEndpoint, type DeclaredRoute, type Stage } from './stage';

/** An older build's version, with a value that this one does not take; a newer one of ours stands above it. */
const STALE_SETTINGS = `
  insert into settings_versions (version, "values", changed_by, reason, created_at)
  values (1001, '{"intake": {"max_flights": 1000000}}', 'system:test', 'Of an older build', now()),
         (1002, '{}', 'system:test', 'The defaults again', now())`;

type Particular = (stage: Stage, route: DeclaredRoute) => Promise<Answer>;

/**
 * Refusals that follow from what one route does, by `<route> <status>`. A declaration that names a status beyond the
 * general ones needs an entry in here: without it its test fails.
 */
export const PARTICULAR: Readonly<Record<string, Particular>> = {
  'TokenController.issue 401': (stage, route) => ask(stage, route, undefined, validBody(route, stage.ids)),
  'SessionsController.logIn 401': (stage, route) => ask(stage, route, undefined, validBody(route, stage.ids)),
  'SessionsController.logIn 403': (stage, route) =>
    ask(stage, route, undefined, validBody(route, stage.ids), { origin: 'https://evil.example' }),
  'SessionsController.refresh 401': (stage, route) =>
    ask(stage, route, undefined, undefined, { 'x-linehaul-console': '1' }),
  'SessionsController.refresh 403': (stage, route) => ask(stage, route, undefined, undefined),
  'UsersController.change 409': async (stage) => {
    const id = await create(stage.callers.admin, '/v1/users', { username: 'sole', display_name: 'S', role: 'admin' });
    return change(stage, 'PATCH', `/v1/users/${id}`, 1, { active: false });
  },
  'UsersController.changeOwnPassword 422': async (stage, route) => {
    const user = { username: 'forgetful', display_name: 'F', role: 'viewer' };
    const created = await stage.callers.admin.create('/v1/users', user).expect(201);
    const { username, password } = created.body as { username: string; password: string };
    const session = await stage.callers.admin.post('/v1/sessions', { username, password }).expect(201);
    const { access_token: token } = session.body as { access_token: string };
    return stage.send({ method: route.method, path: route.path, token, body: validBody(route, stage.ids) });
  },
  'EmailTemplatesController.change 422': (stage) =>
    change(stage, 'PATCH', `/v1/email-templates/${stage.ids.templateId}`, 1, { subject: '{{no_such_variable}}' }),
  'EmailTemplatesController.test 409': (stage, route) =>
    stage.send({
      method: route.method,
      path: `/v1/email-templates/${stage.ids.templateId}/test`,
      token: stage.tokenOf('admin'),
      body: validBody(route, stage.ids), // no mail server is set
    }),
  'RemediationsController.run 404': (stage, route) =>
    stage.send({
      method: route.method,
      path: '/v1/remediations/restart_child/runs',
      token: stage.tokenOf('admin'),
      headers: { 'idempotency-key': randomUUID() },
      body: { params: { instance: 'nowhere:1/0' }, reason: 'Test' },
    }),
  'SavedViewsController.change 409': async (stage) => {
    const { admin } = stage.callers;
    const named = (name: string): object => ({ resource: 'trips', name, filter: {} });
    await create(admin, '/v1/saved-views', named('One'));
    const id = await create(admin, '/v1/saved-views', named('Two'));
    const body = { name: 'One' };
    return stage.send({ method: 'PATCH', path: `/v1/saved-views/${id}`, token: stage.tokenOf('admin'), body });
  },
  'ConsoleController.deepLink 400': (stage, route) =>
    stage.send({ method: route.method, path: '/console/orders?filter=%00' }),
  'ConsoleController.deepLink 404': (stage, route) => stage.send({ method: route.method, path: '/console/robots.txt' }),
  'ClientsController.rotate 409': async (stage) => {
    const id = await create(stage.callers.admin, '/v1/clients', { name: 'Leaver', role: 'viewer' });
    const send = (what: string, version: number): Promise<Answer> =>
      change(stage, 'POST', `/v1/clients/${id}/${what}`, version);
    await send('revoke', 1);
    return send('rotate', 2);
  },
  'MerchantsController.change 409': async (stage) => {
    const { admin } = stage.callers;
    const id = await create(admin, '/v1/merchants', { name: 'On credit', currency: 'CNY', credit_limit_minor: 50_000 });
    const merchant = await World.addClient(admin, { role: 'merchant', merchant_id: id });
    await merchant.create('/v1/orders', anOrder().paying(40_000).build()).set('prefer', 'wait=20').expect(201);
    const balance = async (): Promise<number> =>
      ((await merchant.get(`/v1/accounts/${id}`)).body as { balance_minor: number }).balance_minor;
    await eventually(balance, (minor) => minor === -40_000);
    return change(stage, 'PATCH', `/v1/merchants/${id}`, 1, { credit_limit_minor: 0 });
  },
  'MerchantsController.change 422': async (stage) => {
    const id = await create(stage.callers.admin, '/v1/merchants', { name: 'Half a limit', currency: 'CNY' });
    return change(stage, 'PATCH', `/v1/merchants/${id}`, 1, { rate_per_s: 5 });
  },
  'SettingsController.rollBack 422': async (stage) => {
    await stage.query(STALE_SETTINGS);
    return changeSettings(stage, 'POST', '/v1/settings/rollback', { version: 1001 });
  },
  'SettingsController.rollBack 404': (stage) =>
    changeSettings(stage, 'POST', '/v1/settings/rollback', { version: 99_999 }),
  'ChannelsController.test 404': (stage, route) => ask(stage, route, stage.callers.admin, { channel_id: randomUUID() }),
  'WebhookEndpointsController.change 422': (stage, route) =>
    changeCurrent(stage, route, stage.ids.endpointId, { url: 'https://127.0.0.1/' }),
  'WebhookDeliveriesController.ping 422': async (stage, route) => {
    const headers = { 'idempotency-key': randomUUID() };
    const { endpointId } = await makeEndpoint(stage.callers.merchant);
    await ask(stage, route, stage.callers.admin, undefined, headers, endpointId);
    return ask(stage, route, stage.callers.admin, undefined, headers, stage.ids.endpointId);
  },
  'WebhookDeliveriesController.replay 409': (stage, route) => askDisabled(stage, route),
  'WebhookDeliveriesController.replayFailed 409': (stage, route) => askDisabled(stage, route),
  'FacilitiesController.remove 409': (stage, route) => changeCurrent(stage, route, stage.ids.stationId),
  'ZonesController.remove 409': (stage, route) => changeCurrent(stage, route, stage.ids.zoneId),
  'LinksController.remove 409': (stage, route) => changeCurrent(stage, route, String(stage.ids.linkId)),
  'ZonesController.change 422': (stage, route) =>
    changeCurrent(stage, route, stage.ids.zoneId, { station_id: randomUUID() }),
  'RoutesController.compute 422': (stage, route) => {
    const body = { from: { facility_id: stage.ids.warehouseFacilityId }, to: { zone_id: randomUUID() } };
    return ask(stage, route, stage.callers.admin, body);
  },
  'TimetablesController.change 409': (stage, route) =>
    changeCurrent(stage, route, stage.ids.timetableId, { departs_minute: 720 }, { departs_minute: 360 }),
  'WarehousesController.change 422': async (stage) => {
    const { admin } = stage.callers;
    const site = { code: 'SITE', kind: 'warehouse', name: 'Site', country: 'CN', lat: 30, lng: 120 };
    const facilityId = await create(admin, '/v1/facilities', site);
    const closed = { code: 'SHUT', name: 'Shut', facility_id: facilityId, active: false };
    const id = await create(admin, '/v1/warehouses', closed);
    await change(stage, 'DELETE', `/v1/facilities/${facilityId}`, 1);
    return change(stage, 'PATCH', `/v1/warehouses/${id}`, 1, { active: true });
  },
  'StockController.adjust 404': (stage, route) => {
    const body = { ...(validBody(route, stage.ids) as object), sku: 'NO-SUCH-SKU' };
    return ask(stage, route, stage.callers.admin, body, { 'idempotency-key': randomUUID() });
  },
  'CouriersController.change 422': (stage, route) =>
    changeCurrent(stage, route, stage.ids.courierId, { zone_id: randomUUID() }),
  'CouriersController.record 422': (stage, route) => {
    const body = { lat: 39.92, lng: 116.44, recorded_at: '2099-01-01T00:00:00Z' };
    return ask(stage, route, stage.callers.courier, body, {}, stage.ids.courierId);
  },
  'CourierShiftsController.replace 422': async (stage, route) => {
    const entry = { weekdays: ['mon'], start: '08:00', end: '12:00' };
    return changeCurrent(stage, route, stage.ids.courierId, { entries: [entry, { ...entry, start: '11:00' }] });
  },
  'DispatchDeskController.reassign 409': (stage, route) => reassign(stage, route, stage.ids.orderId),
  'DispatchDeskController.reassign 422': async (stage, route) => {
    const orderId = await stage.world.place();
    await stage.world.reaches(orderId, 'dispatched');
    return reassign(stage, route, orderId, randomUUID());
  },
  'OrdersController.cancel 409': (stage, route) =>
    ask(stage, route, stage.callers.merchant, validBody(route, stage.ids), {}, stage.ids.orderId),
  'OrderRetriesController.retry 422': async (stage, route) => {
    const placed = await stage.otherMerchant.create('/v1/orders', anOrder().build()).expect(201);
    const headers = { 'idempotency-key': randomUUID() };
    await ask(stage, route, stage.callers.admin, undefined, headers, stage.ids.orderId);
    return ask(stage, route, stage.callers.admin, undefined, headers, (placed.body as { id: string }).id);
  },
  'OrdersController.label 409': async (stage, route) => {
    const placed = await stage.otherMerchant.create('/v1/orders', anOrder().build()).expect(201);
    return ask(stage, route, stage.otherMerchant, undefined, {}, (placed.body as { id: string }).id);
  },
  'TasksController.report 409': async (stage, route) => {
    const { waybill, taskId } = await bringToStation(stage.world);
    const facilityId = stage.ids.stationId;
    await stage.callers.scanner.post('/v1/scans', [aScan('available_for_pickup', waybill, facilityId)]).expect(200);
    const body = {
      event_id: randomUUID(),
      code: 'lost',
      reason_code: 'carrier_lost',
      occurred_at: new Date().toISOString(),
    };
    return ask(stage, route, stage.callers.courier, body, {}, taskId);
  },
  'TasksController.report 422': (stage, route) => {
    const body = { event_id: randomUUID(), code: 'delivered', occurred_at: new Date().toISOString() };
    return ask(stage, route, stage.callers.courier, body, {}, stage.ids.taskId);
  },
};

/** Of a webhook endpoint that was disabled. */
async function askDisabled(stage: Stage, route: DeclaredRoute): Promise<Answer> {
  const { endpointId, deliveryId } = await makeEndpoint(stage.callers.merchant);
  await change(stage, 'PATCH', `/v1/webhook-endpoints/${endpointId}`, 1, { status: 'disabled' });
  const path = route.path.replace(':delivery_id', deliveryId);
  return ask(stage, { ...route, path }, stage.callers.admin, validBody(route, stage.ids), {}, endpointId);
}

/** To the version that the order has now. */
async function reassign(stage: Stage, route: DeclaredRoute, orderId: string, courierId = stage.ids.courierId) {
  const { headers } = await stage.callers.admin.get(`/v1/orders/${orderId}`).expect(200);
  const body = { courier_id: courierId, reason: 'A test' };
  return ask(stage, route, stage.callers.admin, body, { 'if-match': headers.etag ?? '' }, orderId);
}

function ask(
  stage: Stage,
  { method, path }: DeclaredRoute,
  caller: Api | undefined,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  id = '',
): Promise<Answer> {
  return stage.send({ method, path: path.replace(/:[a-z_]+/, id), token: caller?.token, headers, body });
}

async function create(admin: Api, path: string, body: object): Promise<string> {
  return ((await admin.create(path, body).expect(201)).body as { id: string }).id;
}

function change(stage: Stage, method: string, path: string, version: number, body?: unknown): Promise<Answer> {
  const headers = { 'if-match': `"${version}"` };
  return stage.send({ method, path, token: stage.tokenOf('admin'), headers, body });
}

/** Sends changes one after the other, each to the version that is current then; answers the last one's answer. */
async function changeCurrent(stage: Stage, route: DeclaredRoute, id: string, ...bodies: unknown[]): Promise<Answer> {
  const path = route.path.replace(/:[a-z_]+/, id);
  const token = stage.tokenOf('admin');
  let answer: Answer | undefined;
  for (const body of bodies.length === 0 ? [undefined] : bodies) {
    const { headers } = await stage.send({ method: 'GET', path, token });
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    answer = await stage.send({ method: route.method, path, token, headers: ifMatch, body });
    if (answer.status >= 400) break;
  }
  if (answer === undefined) throw new Error('Nothing was sent');
  return answer;
}

async function changeSettings(stage: Stage, method: string, path: string, body: object): Promise<Answer> {
  const { headers } = await stage.send({ method: 'GET', path: '/v1/settings', token: stage.tokenOf('admin') });
  const ifMatch = { 'if-match': headers.get('etag') ?? '' };
  return stage.send({
    method,
    path,
    token: stage.tokenOf('admin'),
    headers: ifMatch,
    body: { reason: 'A test', ...body },
  });
}
