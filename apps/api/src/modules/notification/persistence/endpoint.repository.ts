import { statement, type Queryable, type Tx } from '#lib/database';
import type { DisabledBecause, Endpoint, EndpointStatus } from '../domain/endpoint';

interface EndpointRow {
  readonly id: string;
  readonly merchant_id: string;
  readonly url: string;
  readonly description: string;
  readonly event_types: string[] | null;
  readonly status: EndpointStatus;
  readonly disabled_because: DisabledBecause | null;
  readonly secret: string;
  readonly previous_secret: string | null;
  readonly previous_until: Date | null;
  readonly version: number;
  readonly created_at: Date;
}

const COLUMNS = `id, merchant_id, url, description, event_types, status, disabled_because, secret, previous_secret,
  previous_until, version, created_at`;

const toEndpoint = (row: EndpointRow): Endpoint => ({
  id: row.id,
  merchantId: row.merchant_id,
  url: row.url,
  description: row.description,
  eventTypes: row.event_types,
  status: row.status,
  disabledBecause: row.disabled_because,
  secret: row.secret,
  previousSecret: row.previous_secret,
  previousUntil: row.previous_until,
  version: row.version,
  createdAt: row.created_at,
});

const values = (endpoint: Endpoint): unknown[] => [
  endpoint.id,
  endpoint.url,
  endpoint.description,
  endpoint.eventTypes,
  endpoint.status,
  endpoint.disabledBecause,
  endpoint.secret,
  endpoint.previousSecret,
  endpoint.previousUntil,
  endpoint.version,
];

const LOCK_MERCHANT = statement(
  'notification.lock-merchant',
  `select pg_advisory_xact_lock(hashtextextended('webhook-endpoints:' || $1, 0))`,
);
const COUNT = statement(
  'notification.count-endpoints',
  `select count(*)::int as count from webhook_endpoints where merchant_id = $1 and status <> 'deleted'`,
);

/** How many endpoints a merchant has, while nobody else can give it another. */
export async function countLocked(tx: Tx, merchantId: string): Promise<number> {
  await tx.execute(LOCK_MERCHANT, [merchantId]);
  const [row] = await tx.query<{ count: number }>(COUNT, [merchantId]);
  return row?.count ?? 0;
}

const INSERT = statement(
  'notification.insert-endpoint',
  `insert into webhook_endpoints (id, url, description, event_types, status, disabled_because, secret, previous_secret,
     previous_until, version, merchant_id, created_at)
   values ($1, $2, $3, $4::text[], $5, $6, $7, $8, $9, $10, $11, $12)`,
);

export async function insertEndpoint(tx: Tx, endpoint: Endpoint): Promise<void> {
  await tx.execute(INSERT, [...values(endpoint), endpoint.merchantId, endpoint.createdAt]);
}

// A changed endpoint begins anew: its failures were those of what it was before.
const UPDATE = statement(
  'notification.update-endpoint',
  `update webhook_endpoints set url = $2, description = $3, event_types = $4::text[], status = $5, disabled_because = $6,
     secret = $7, previous_secret = $8, previous_until = $9, version = $10, failures = 0, probes = 0, held_until = null
   where id = $1`,
);

export async function updateEndpoint(tx: Tx, endpoint: Endpoint): Promise<void> {
  await tx.execute(UPDATE, values(endpoint));
}

const ONE = `select ${COLUMNS} from webhook_endpoints
  where id = $1 and status <> 'deleted' and ($2::uuid is null or merchant_id = $2::uuid)`;
const FIND = statement('notification.find-endpoint', ONE);
const LOCK = statement('notification.lock-endpoint', `${ONE} for no key update`);

/** `merchantId`: only when it is that merchant's. */
export async function findEndpoint(db: Queryable, id: string, merchantId?: string): Promise<Endpoint | undefined> {
  const [row] = await db.query<EndpointRow>(FIND, [id, merchantId ?? null]);
  return row && toEndpoint(row);
}

export async function lockEndpoint(tx: Tx, id: string, merchantId?: string): Promise<Endpoint | undefined> {
  const [row] = await tx.query<EndpointRow>(LOCK, [id, merchantId ?? null]);
  return row && toEndpoint(row);
}

// The secrets go at once; the row stays until its messages have gone, so that nobody writes to what is not there.
const REMOVE = statement(
  'notification.remove-endpoint',
  `update webhook_endpoints set status = 'deleted', disabled_because = null, secret = '', previous_secret = null,
     previous_until = null, version = version + 1
   where id = $1`,
);

export async function removeEndpoint(tx: Tx, id: string): Promise<void> {
  await tx.execute(REMOVE, [id]);
}

const LIST = statement(
  'notification.list-endpoints',
  `select ${COLUMNS} from webhook_endpoints
   where status <> 'deleted' and ($1::uuid is null or merchant_id = $1::uuid) and ($2::uuid is null or id < $2::uuid)
   order by id desc limit $3`,
);

/** Newest first. */
export async function listEndpoints(
  db: Queryable,
  filter: { readonly merchantId?: string | undefined; readonly beforeId?: string | undefined },
  limit: number,
): Promise<Endpoint[]> {
  const rows = await db.query<EndpointRow>(LIST, [filter.merchantId ?? null, filter.beforeId ?? null, limit]);
  return rows.map(toEndpoint);
}

/** Who listens to a merchant's orders. */
export interface Listener {
  readonly id: string;
  readonly merchantId: string;
  readonly eventTypes: readonly string[] | null;
  readonly createdAt: Date;
}

const LISTENERS = statement(
  'notification.listeners',
  `select id, merchant_id as "merchantId", event_types as "eventTypes", created_at as "createdAt" from webhook_endpoints
   where merchant_id = any($1::uuid[]) and status = 'active' order by id`,
);

/** The active endpoints of these merchants. */
export function findListeners(db: Queryable, merchantIds: readonly string[]): Promise<Listener[]> {
  return db.query<Listener>(LISTENERS, [merchantIds]);
}
