import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#lib/kernel';
import type { Client } from 'pg';

const ALLOW = `
  insert into live.settings_versions (version, "values", changed_by, reason, created_at)
  select max(version) + 1, '{"webhooks": {"allow_list": "127.0.0.0/8"}}', 'system:bench', 'A receiver here', now()
  from live.settings_versions`;

const ENDPOINTS = `
  insert into live.webhook_endpoints (id, merchant_id, url, secret, created_at)
  select id, merchant_id, url, $4, now() - interval '1 s' from unnest($1::uuid[], $2::uuid[], $3::text[]) as e(id, merchant_id, url)`;

const EVENTS = `
  with stored as (
    insert into live.orders (id, merchant_id, zone_id, lat, lng, amount_minor, currency, reference, service_level, terms, skus,
      quantities, recipient)
    select id, merchant_id, id, 0, 0, 1, 'CNY', 'SO-' || id, 'standard', 'account', '{A}', '{1}', '{}'
    from unnest($1::uuid[], $2::uuid[]) as o(id, merchant_id)
  ), told as (
    insert into live.order_events (order_id, sequence, to_status, occurred_at, recorded_at, code, actor)
    select id, 1, 'received', clock_timestamp(), clock_timestamp(), 'received', 'system:bench' from unnest($1::uuid[]) as o(id)
  )
  insert into live.event_feed (order_ids, first_sequences, last_sequences)
  values ($1::uuid[], array_fill(1, array[cardinality($1::uuid[])]), array_fill(1, array[cardinality($1::uuid[])]))`;

/** An endpoint and whose it is; each merchant has one. */
export interface BenchEndpoint {
  readonly id: string;
  readonly merchant: string;
  readonly kind: 'healthy' | 'refusing' | 'silent';
}

/** Of each hundred so many are dead: every other of them refuses connections, the others take a message and never answer. */
export function endpointsOf(count: number, deadPercent: number): BenchEndpoint[] {
  return Array.from({ length: count }, (_, index) => {
    const isDead = index % 100 < deadPercent;
    const kind = !isDead ? 'healthy' : index % 200 < 100 ? 'refusing' : 'silent';
    return { id: uuidv7(), merchant: uuidv7(), kind };
  });
}

/** `closedPort`: where nobody listens. */
export async function register(
  client: Client,
  endpoints: readonly BenchEndpoint[],
  ports: { readonly open: number; readonly closed: number },
): Promise<void> {
  const urlOf = ({ id, kind }: BenchEndpoint): string =>
    `http://127.0.0.1:${kind === 'refusing' ? ports.closed : ports.open}/${id}`;
  await client.query(ALLOW);
  await client.query(ENDPOINTS, [
    endpoints.map(({ id }) => id),
    endpoints.map(({ merchant }) => merchant),
    endpoints.map(urlOf),
    `whsec_${randomBytes(32).toString('base64')}`,
  ]);
}

/** One order of each of these merchants, with its first event, in one commit as intake writes them. */
export async function happen(client: Client, endpoints: readonly BenchEndpoint[]): Promise<void> {
  await client.query(EVENTS, [endpoints.map(() => uuidv7()), endpoints.map(({ merchant }) => merchant)]);
}
