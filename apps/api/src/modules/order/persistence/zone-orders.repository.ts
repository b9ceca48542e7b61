import { statement, type Queryable } from '#lib/database';
import type { OrderStatus } from '../domain/order-state';

/** An order of a zone that has no courier. */
export interface ZoneOrder {
  readonly id: string;
  readonly reference: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly lat: number;
  readonly lng: number;
  readonly deliverBefore: Date | null;
}

/** One that looked for a courier and found none, or that the stage has given up. */
export interface UnassignedOrder extends ZoneOrder {
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly since: Date;
}

const COLUMNS = `o.id, o.reference, o.status, o.version, o.lat, o.lng, o.deliver_before as "deliverBefore"`;

/** Rows of mixed zones: the first ones due are looked through, which bounds the work whatever the backlog is. */
const ROWS_AT_MOST = 20;

const WAITING = statement(
  'order.waiting-for-zone',
  `select ${COLUMNS}
   from (select order_ids from work where stage = 'dispatch' order by run_after limit $3) as first
   cross join lateral unnest(first.order_ids) as asked(id)
   join orders o on o.id = asked.id
   where o.zone_id = $1 and o.status in ('waybill_created', 'delivery_failed') order by o.id limit $2`,
);

/** The orders of a zone that the dispatch stage has before it, of its first rows. */
export function waitingForZone(db: Queryable, zoneId: string, limit: number): Promise<ZoneOrder[]> {
  return db.query<ZoneOrder>(WAITING, [zoneId, limit, ROWS_AT_MOST]);
}

const LETTERS_AT_MOST = 1_000;

const UNASSIGNED = statement(
  'order.unassigned-of-zone',
  `select ${COLUMNS}, p.reason, p.detail, p.since
   from (
     (select * from parked where reason = 'capacity' and key = 'zone:' || $1::text order by order_id limit $2)
     union all
     (select * from parked where reason = 'dead_letter' and key = 'dispatch' order by order_id limit $3)
   ) as p
   join orders o on o.id = p.order_id
   where o.zone_id = $1::uuid order by o.id limit $2`,
);

/** Those that found no room in the zone, and of the stage's oldest dead letters those of the zone. */
export function unassignedOfZone(db: Queryable, zoneId: string, limit: number): Promise<UnassignedOrder[]> {
  return db.query<UnassignedOrder>(UNASSIGNED, [zoneId, limit, LETTERS_AT_MOST]);
}
