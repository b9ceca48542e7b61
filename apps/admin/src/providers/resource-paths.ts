import { orderQuery } from '../orders/order-query';

type Filter = Readonly<Record<string, unknown>>;

/** Where a resource lives in the API, and how its records are named there. */
export interface ResourcePath {
  readonly path: string;
  /** The member that is a record's id; `id` unless said. */
  readonly idOf?: string;
  /** No address of its own: records are found in the list. */
  readonly listOnly?: true;
  /** Makes of the filters that a person has set what the API takes together. */
  readonly query?: (filter: Filter) => Filter;
}

/** Every resource of the console. A new page adds its line here. */
export const RESOURCES = {
  orders: { path: '/v1/orders', query: orderQuery },
  merchants: { path: '/v1/merchants' },
  clients: { path: '/v1/clients' },
  couriers: { path: '/v1/couriers' },
  warehouses: { path: '/v1/warehouses' },
  skus: { path: '/v1/skus', idOf: 'sku' },
  facilities: { path: '/v1/facilities' },
  links: { path: '/v1/links' },
  zones: { path: '/v1/zones' },
  timetables: { path: '/v1/timetables' },
  trips: { path: '/v1/trips' },
  alerts: { path: '/v1/alerts', idOf: 'key', listOnly: true },
  incidents: { path: '/v1/incidents' },
  silences: { path: '/v1/alerts/silences', listOnly: true },
  channels: { path: '/v1/alerts/channels' },
  users: { path: '/v1/users' },
  audit: { path: '/v1/audit', listOnly: true },
  'email-templates': { path: '/v1/email-templates' },
  'webhook-endpoints': { path: '/v1/webhook-endpoints' },
} as const satisfies Record<string, ResourcePath>;

export type ResourceName = keyof typeof RESOURCES;

export function pathOf(resource: string): ResourcePath {
  if (!Object.hasOwn(RESOURCES, resource)) throw new Error(`No resource is called ${resource}`);
  return RESOURCES[resource as ResourceName];
}
