import { randomUUID } from 'node:crypto';
import { enumerateRoutes, type EndpointSpec, type Route } from '#lib/http';
import type { Role } from '#lib/kernel';
import { anOrder, eventually } from '#lib/testing';
import { liveSession } from '../../support/live-session';
import { Api } from '../../support/api';
import { startApp, type StartedApp, type StartOptions } from '../../support/start-app';
import { World, type WorldIds } from '../../support/world';
import { send, type Answer, type Call } from './send';

export const ROLES = [
  'merchant',
  'courier',
  'scanner',
  'viewer',
  'operator',
  'admin',
] as const satisfies readonly Role[];

/** So that somebody may call the routes that want a scope as well. */
const OPERATOR_SCOPES = ['alertmanager'];

/** A route with the declaration that the tests go by. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly spec: EndpointSpec;
}

/** What paths and bodies of valid requests name. */
export interface StageIds extends WorldIds {
  readonly clientId: string;
  readonly orderId: string;
  readonly waybill: string;
  readonly taskId: string;
  readonly timetableId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly tripId: string;
  readonly channelId: string;
  readonly silenceId: string;
  readonly incidentId: string;
  readonly userId: string;
  readonly savedViewId: string;
  readonly templateId: string;
  readonly runId: string;
}

/** The whole application with one of everything in it, and somebody of every role. */
export class Stage {
  private readonly tight = new Map<Role, Promise<string | undefined>>();

  private constructor(
    readonly app: StartedApp,
    readonly world: World,
    readonly callers: Readonly<Record<Role, Api>>,
    readonly otherMerchant: Api,
    readonly ids: StageIds,
  ) {}

  static async build(options: StartOptions = {}): Promise<Stage> {
    const app = await startApp({ ...options, environment: { LINEHAUL_TRUST_PROXY: '1', ...options.environment } });
    const admin = await app.admin();
    const world = await World.build(admin);
    const { merchant, courier, scanner, viewer } = world;
    const operator = await World.addClient(admin, { role: 'operator', scopes: OPERATOR_SCOPES });
    const other = await World.addMerchant(admin, 0);
    const parcel = await bringToStation(world);
    const ids = {
      ...world.ids,
      ...parcel,
      ...(await makeEndpoint(merchant)),
      clientId: await firstId(admin, '/v1/clients'),
      timetableId: await firstId(admin, '/v1/timetables'),
      tripId: await firstId(admin, '/v1/trips'),
      ...(await somethingWrong(admin, app.databaseUrl)),
      ...(await somebody(admin)),
      templateId: await madeId(merchant, '/v1/email-templates', { status: 'cancelled' }),
      runId: await madeId(admin, '/v1/remediations/redispatch_stuck/runs', {
        params: { stage: 'expiry' },
        dry_run: true,
        reason: 'A look',
      }),
    };
    return new Stage(app, world, { merchant, courier, scanner, viewer, operator, admin }, other.api, ids);
  }

  /** Every route of the router that has a declaration; `HEAD` shares that of its `GET`. */
  routes(): DeclaredRoute[] {
    return this.allRoutes().flatMap(({ method, path, declaration }) =>
      declaration === undefined ? [] : [{ method, path, name: declaration.handler, spec: declaration.spec }],
    );
  }

  allRoutes(): readonly Route[] {
    return enumerateRoutes(this.app.nest).filter(({ method }) => method !== 'HEAD');
  }

  send(call: Call): Promise<Answer> {
    return send(this.app.baseUrl, call);
  }

  get port(): number {
    return Number(new URL(this.app.baseUrl).port);
  }

  /** SQL past the application, for what it would never write itself. */
  async query<Row extends object>(text: string): Promise<Row[]> {
    const client = await liveSession(this.app.databaseUrl);
    return (await client.query<Row>(text).finally(() => client.end())).rows;
  }

  tokenOf(role: Role): string | undefined {
    return this.callers[role].token;
  }

  /** The token of a client of that role that may send one request a second. */
  tightToken(role: Role): Promise<string | undefined> {
    const known = this.tight.get(role) ?? this.makeTightClient(role);
    this.tight.set(role, known);
    return known;
  }

  private async makeTightClient(role: Role): Promise<string | undefined> {
    const { merchantId, courierId } = this.ids;
    const body = {
      name: `Tight ${role}`,
      role,
      rate_per_s: 1,
      burst: 1,
      ...(role === 'operator' && { scopes: OPERATOR_SCOPES }),
      ...(role === 'merchant' && { merchant_id: merchantId }),
      ...(role === 'courier' && { courier_id: courierId }),
    };
    const created = await this.callers.admin.create('/v1/clients', body).expect(201);
    const { client_id: id, client_secret: secret } = created.body as { client_id: string; client_secret: string };
    return (await Api.signIn(this.app.baseUrl, id, secret)).token;
  }
}

/** A user of the console, and a view that the administrator has saved. */
async function somebody(admin: Api): Promise<{ userId: string; savedViewId: string }> {
  const user = await admin.create('/v1/users', { username: 'li', display_name: 'Li Na', role: 'viewer' }).expect(201);
  const view = await admin.create('/v1/saved-views', { resource: 'orders', name: 'All', filter: {} }).expect(201);
  return { userId: (user.body as { id: string }).id, savedViewId: (view.body as { id: string }).id };
}

/** A channel that leads nowhere, a silence, and an incident of long ago. */
async function somethingWrong(
  admin: Api,
  databaseUrl: string,
): Promise<{ channelId: string; silenceId: string; incidentId: string }> {
  const create = async (path: string, body: object): Promise<string> =>
    ((await admin.create(path, body).expect(201)).body as { id: string }).id;
  const channel = { name: 'Nowhere', kind: 'slack', url: 'http://127.0.0.1:9/nowhere', active: false };
  const matchers = [{ name: 'alertname', is: 'equal', value: 'nothing' }];
  const incidentId = randomUUID();
  const client = await liveSession(databaseUrl);
  await client
    .query(
      `insert into incidents (id, group_key, rule, severity, summary, evidence, opened_at, closed_at)
       values ($1, 'test', 'test', 'info', 'A test', '{"series": []}', now(), now())`,
      [incidentId],
    )
    .finally(() => client.end());
  return {
    channelId: await create('/v1/alerts/channels', channel),
    silenceId: await create('/v1/alerts/silences', { matchers, minutes: 60, reason: 'A test' }),
    incidentId,
  };
}

/** A webhook endpoint under a name that nobody has, and a message for it. */
export async function makeEndpoint(merchant: Api): Promise<{ endpointId: string; deliveryId: string }> {
  const body = { url: 'https://hooks.invalid/', event_types: ['order.lost'] };
  const endpoint = await merchant.create('/v1/webhook-endpoints', body).expect(201);
  const { id: endpointId } = endpoint.body as { id: string };
  const ping = await merchant.create(`/v1/webhook-endpoints/${endpointId}/ping`, {}).expect(202);
  return { endpointId, deliveryId: (ping.body as { id: string }).id };
}

async function madeId(caller: Api, path: string, body: object): Promise<string> {
  const made = await caller.create(path, body).expect(201);
  return (made.body as { id: string }).id;
}

async function firstId(admin: Api, path: string): Promise<string> {
  const answer = await admin.get(path).expect(200);
  const [first] = (answer.body as { data: { id: string | number }[] }).data;
  if (first === undefined) throw new Error(`${path} is empty`);
  return String(first.id);
}

/** Places an order and scans its parcel through to the courier's station, where it becomes a task. */
export async function bringToStation(world: World): Promise<{ orderId: string; waybill: string; taskId: string }> {
  const { orderId, waybill } = await dispatchedOrder(world.merchant);
  const { warehouseFacilityId, stationId, courierId } = world.ids;
  await world.scanner.post('/v1/scans', [aScan('picked_up', waybill, warehouseFacilityId)]).expect(200);
  await world.scanner.post('/v1/scans', [aScan('arrived', waybill, stationId)]).expect(200);
  const answer = await world.admin.get(`/v1/tasks?courier_id=${courierId}`).expect(200);
  const task = (answer.body as { data: { id: string; waybill: string }[] }).data.find(
    (each) => each.waybill === waybill,
  );
  if (task === undefined) throw new Error(`The parcel ${waybill} has become no task`);
  return { orderId, waybill, taskId: task.id };
}

/** One item of a scan report, as of now. */
export function aScan(code: string, waybill: string, facilityId: string): object {
  return { event_id: randomUUID(), waybill, code, facility_id: facilityId, occurred_at: new Date().toISOString() };
}

async function dispatchedOrder(merchant: Api): Promise<{ orderId: string; waybill: string }> {
  const placed = await merchant.create('/v1/orders', anOrder().build()).set('prefer', 'wait=20').expect(201);
  const { id: orderId } = placed.body as { id: string };
  const read = async (): Promise<ExpandedOrder> =>
    (await merchant.get(`/v1/orders/${orderId}?expand=waybill`).expect(200)).body as ExpandedOrder;
  const order = await eventually(read, ({ status }) => status === 'dispatched');
  return { orderId, waybill: order.waybill.number };
}

interface ExpandedOrder {
  readonly status: string;
  readonly waybill: { readonly number: string };
}
