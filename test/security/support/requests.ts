import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { Role } from '#lib/kernel';
import { BODIES } from './bodies';
import type { Call } from './send';
import type { DeclaredRoute, StageIds } from './stage';

/** Which existing thing a path names, by the beginning of its pattern; the longest that fits counts. */
const EXISTING: readonly (readonly [prefix: string, id: (ids: StageIds) => string])[] = [
  ['/docs/:file', () => 'start.js'],
  ['/console/assets/:file', () => readdirSync('dist/console/assets')[0] ?? ''],
  ['/v1/merchants/', (ids) => ids.merchantId],
  ['/v1/clients/', (ids) => ids.clientId],
  ['/v1/users/', (ids) => ids.userId],
  ['/v1/saved-views/', (ids) => ids.savedViewId],
  ['/v1/accounts/', (ids) => ids.merchantId],
  ['/v1/skus/', () => 'SKU-0001'],
  ['/v1/warehouses/', (ids) => ids.warehouseId],
  ['/v1/facilities/', (ids) => ids.stationId],
  ['/v1/links/', (ids) => String(ids.linkId)],
  ['/v1/zones/', (ids) => ids.zoneId],
  ['/v1/timetables/', (ids) => ids.timetableId],
  ['/v1/trips/', (ids) => ids.tripId],
  ['/v1/couriers/', (ids) => ids.courierId],
  ['/v1/assignments/', (ids) => ids.orderId],
  ['/v1/orders/', (ids) => ids.orderId],
  ['/v1/tasks/', (ids) => ids.taskId],
  ['/v1/track/', (ids) => ids.waybill],
  ['/v1/alerts/channels/', (ids) => ids.channelId],
  ['/v1/alerts/silences/', (ids) => ids.silenceId],
  ['/v1/incidents/', (ids) => ids.incidentId],
  ['/v1/bulk-actions/', (ids) => ids.orderId], // nobody has asked for one: the guards come before that
  ['/v1/webhook-endpoints/', (ids) => ids.endpointId],
  ['/v1/email-templates/', (ids) => ids.templateId],
  ['/v1/remediations/runs/', (ids) => ids.runId],
  ['/v1/remediations/:action', () => 'redispatch_stuck'],
];

/** Required query parameters, by route. */
const QUERIES: Readonly<Record<string, (ids: StageIds) => string>> = {
  'StockController.movements': (ids) => `?warehouse_id=${ids.warehouseId}`,
  'TasksController.list': (ids) => `?courier_id=${ids.courierId}`,
};

/** The path of something that there is. Throws for a pattern that nobody has told about. */
function existingPath(route: DeclaredRoute, ids: StageIds): string {
  const query = QUERIES[route.name]?.(ids) ?? '';
  if (!route.path.includes(':')) return route.path + query;
  const id = EXISTING.find(([prefix]) => route.path.startsWith(prefix))?.[1](ids);
  if (id === undefined) throw new Error(`${route.method} ${route.path} has no entry in EXISTING`);
  return route.path.replace(':delivery_id', ids.deliveryId).replace(/:[a-z_]+/, encodeURIComponent(id)) + query;
}

/** The same path, naming something that there is not. */
export function missingPath(route: DeclaredRoute, ids: StageIds): string {
  const existing = existingPath(route, ids);
  if (!route.path.includes(':')) return existing;
  const at = route.path.split('/').findIndex((segment) => segment.startsWith(':'));
  const id = existing.split('/')[at] ?? '';
  if (/^\d+$/.test(id)) return existing.replace(`/${id}`, '/2147483646');
  if (/^[0-9a-f-]{36}$/.test(id)) return existing.replace(id, randomUUID());
  return existing.replace(id, 'NO-SUCH-THING');
}

/** Some role that the route admits: one that sees all tenants where there is one. */
export function admittedRole({ spec }: DeclaredRoute): Role | undefined {
  if (spec.auth === 'public') return undefined;
  const { roles } = spec.auth;
  return (['admin', 'operator', 'merchant', 'courier', 'scanner', 'viewer'] as const).find((role) =>
    roles.includes(role),
  );
}

/** A valid body for the route. Throws for a route that nobody has told about. */
export function validBody(route: DeclaredRoute, ids: StageIds): unknown {
  if (route.spec.body === undefined) return undefined;
  const make = BODIES[route.name];
  if (make === undefined) throw new Error(`${route.method} ${route.path} (${route.name}) has no entry in BODIES`);
  return make(ids);
}

/** A request that lacks nothing: a fresh key, a version that no resource has, a valid body. Without a token. */
export function completeCall(route: DeclaredRoute, ids: StageIds): Call & { headers: Record<string, string> } {
  const headers: Record<string, string> = {};
  if (route.spec.idempotency === true) headers['idempotency-key'] = randomUUID();
  if (route.spec.ifMatch === true || route.name === 'OrdersController.cancel') headers['if-match'] = '"999999"';
  return { method: route.method, path: existingPath(route, ids), headers, body: validBody(route, ids) };
}
