import { statement, type Queryable } from '#lib/database';
import { uuidv7, uuidv7TimeMs } from '#lib/kernel';
import { PLACE_ROUTE, type Placement } from '../intake/placement';
import { toStoredRecipient } from './order.rows';

/**
 * One flight of intake, one autocommit statement: keys, orders, first events, event feed and the payment stage's work
 * row. Never BEGIN … COMMIT: a process that is stopped between the two would block every retry of its keys elsewhere.
 *
 * Both inserts that can meet another process's rows are sorted by the index they meet in, and each ORDER BY drains the
 * step before it, so that two flights with overlapping keys queue up instead of deadlocking.
 *
 * An order that loses its reference leaves its key bound to an id that no order has: that pair of facts is the stored
 * `order.reference_taken`.
 */
export const PLACE = statement(
  'order.place',
  `with input as (
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::uuid[], $6::float8[], $7::float8[],
       $8::bigint[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::text[],
       $15::text[], $16::text[], $17::text[], $18::jsonb[], $19::text[], $20::timestamptz[], $22::text[])
     as i(id, merchant_id, key, fingerprint, zone_id, lat, lng, amount_minor, currency, deliver_after, deliver_before,
       reference, service_level, terms, skus, quantities, recipient, metadata, actor, at, trace)
   ), keys as (
     insert into idempotency_keys (scope, route, key, fingerprint, resource_id, created_at)
     select merchant_id, '${PLACE_ROUTE}', key, fingerprint, id, at from input order by merchant_id, key
     on conflict (scope, route, key) do nothing
     returning resource_id
   ), placed as (
     insert into orders (id, merchant_id, zone_id, lat, lng, amount_minor, deliver_after, deliver_before, currency,
       reference, service_level, terms, skus, quantities, recipient, metadata)
     select id, merchant_id, zone_id, lat, lng, amount_minor, deliver_after, deliver_before, currency, reference,
       service_level, terms, skus::text[], quantities::int[], recipient::jsonb, metadata
     from input where id in (select resource_id from keys) order by merchant_id, reference
     on conflict (merchant_id, reference) do nothing
     returning id
   ), events as (
     insert into order_events (order_id, sequence, to_status, occurred_at, recorded_at, code, actor, cause)
     select id, 1, 'received', at, at, 'received', actor, trace from input where id in (select id from placed) order by id
   ), batch as (
     select array_agg(id order by id) as ids from placed
   ), feed as (
     insert into event_feed (order_ids, first_sequences, last_sequences)
     select ids, array_fill(1, array[cardinality(ids)]), array_fill(1, array[cardinality(ids)])
     from batch where ids is not null
   ), next as (
     insert into work (id, stage, order_ids) select $21, 'payment', ids from batch where ids is not null
   )
   select id from placed`,
);

/** Writes the flight; returns the ids of the orders that now exist because of it. */
export async function insertPlacements(db: Queryable, placements: readonly Placement[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(PLACE, placementParams(placements));
  return new Set(rows.map((row) => row.id));
}

/** The parameters of `PLACE`; shared with the benchmark that runs the bare statement. */
export function placementParams(placements: readonly Placement[]): unknown[] {
  const column = <T>(of: (placement: Placement) => T): T[] => placements.map(of);
  return [
    column((p) => p.id),
    column((p) => p.merchantId),
    column((p) => p.key),
    column((p) => p.fingerprint),
    column((p) => p.zoneId),
    column((p) => p.request.recipient.address.lat),
    column((p) => p.request.recipient.address.lng),
    column((p) => p.request.payment.amountMinor),
    column((p) => p.request.payment.currency),
    column((p) => p.request.deliverAfter),
    column((p) => p.request.deliverBefore),
    column((p) => p.request.reference),
    column((p) => p.request.serviceLevel),
    column((p) => p.request.payment.terms),
    column((p) => `{${p.request.lines.map((line) => `"${line.sku}"`).join(',')}}`),
    column((p) => `{${p.request.lines.map((line) => line.quantity).join(',')}}`),
    column((p) => JSON.stringify(toStoredRecipient(p.request.recipient))),
    column((p) => (Object.keys(p.request.metadata).length === 0 ? null : JSON.stringify(p.request.metadata))),
    column((p) => p.actor),
    column((p) => new Date(uuidv7TimeMs(p.id))),
    uuidv7(),
    // `unnest` fills a shorter array up with nulls: most flights carry no recorded trace.
    placements.some((p) => p.trace !== undefined) ? column((p) => p.trace ?? null) : [],
  ];
}

const LOOK_UP = statement(
  'order.look-up-placements',
  `select i.id as placement_id, k.fingerprint, k.resource_id, bound.id as bound_order_id, taken.id as taken_order_id
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as i(id, merchant_id, key, reference)
   left join idempotency_keys k on k.scope = i.merchant_id and k.route = '${PLACE_ROUTE}' and k.key = i.key
   left join orders bound on bound.id = k.resource_id
   left join orders taken on taken.merchant_id = i.merchant_id and taken.reference = i.reference`,
);

/** What the database holds for a placement that was not inserted. */
export interface PlacementLookup {
  /** Absent when no row has the key (any more). */
  readonly bound?: { readonly fingerprint: Buffer; readonly resourceId: string; readonly exists: boolean };
  /** The order with the merchant's reference. */
  readonly takenBy?: string;
}

/**
 * Reads keys and references of placements, by placement id. Always a statement of its own after the insert: the insert's
 * snapshot sees neither its own rows nor those of the winner that it waited for.
 */
export async function lookUpPlacements(
  db: Queryable,
  placements: readonly Placement[],
): Promise<Map<string, PlacementLookup>> {
  const rows = await db.query<{
    placement_id: string;
    fingerprint: Buffer | null;
    resource_id: string | null;
    bound_order_id: string | null;
    taken_order_id: string | null;
  }>(LOOK_UP, [
    placements.map((p) => p.id),
    placements.map((p) => p.merchantId),
    placements.map((p) => p.key),
    placements.map((p) => p.request.reference),
  ]);
  return new Map(
    rows.map((row) => [
      row.placement_id,
      {
        ...(row.fingerprint === null || row.resource_id === null
          ? {}
          : {
              bound: {
                fingerprint: row.fingerprint,
                resourceId: row.resource_id,
                exists: row.bound_order_id !== null,
              },
            }),
        ...(row.taken_order_id === null ? {} : { takenBy: row.taken_order_id }),
      },
    ]),
  );
}
