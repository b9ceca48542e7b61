import { statement, type Queryable, type Tx } from '#lib/database';
import type { Order, OrderEvent, StageOrder } from '../domain/order';
import { toEvent, toOrder, toStageOrder, type EventRow, type OrderRow, type StageOrderRow } from './order.rows';

const LOCKED = `select id, merchant_id, zone_id, status, payment_status, version, terms, amount_minor, currency, skus, quantities,
    lat, lng, deliver_after, deliver_before
  from orders where id = any($1::uuid[]) order by id for no key update`;
const LOCK = statement('order.lock', LOCKED);
const LOCK_FREE = statement('order.lock-free', `${LOCKED} skip locked`);
const AMONG = statement('order.among', `select id from orders where id = any($1::uuid[])`);

/** Locks the orders in id order and reads what the stages decide on. */
export async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<StageOrder[]> {
  return (await tx.query<StageOrderRow>(LOCK, [orderIds])).map(toStageOrder);
}

/** Locks those that nobody holds, without waiting; `held`: those that somebody does. The rest does not exist. */
export async function lockFreeOrders(
  tx: Tx,
  orderIds: readonly string[],
): Promise<{ readonly locked: StageOrder[]; readonly held: ReadonlySet<string> }> {
  const locked = (await tx.query<StageOrderRow>(LOCK_FREE, [orderIds])).map(toStageOrder);
  const found = new Set(locked.map((order) => order.id));
  const missing = orderIds.filter((id) => !found.has(id));
  const held = missing.length === 0 ? [] : await tx.query<{ id: string }>(AMONG, [missing]);
  return { locked, held: new Set(held.map((row) => row.id)) };
}

const COLUMNS = `id, merchant_id, zone_id, status, payment_status, version, terms, amount_minor, currency, skus, quantities,
  lat, lng, deliver_after, deliver_before, reference, service_level, recipient, metadata`;

const FIND = statement('order.find', `select ${COLUMNS} from orders where id = any($1::uuid[])`);

/** Whole orders by id, in no order; missing ones are left out. */
export async function findOrders(db: Queryable, orderIds: readonly string[]): Promise<Order[]> {
  return (await db.query<OrderRow>(FIND, [orderIds])).map(toOrder);
}

const EVENTS = statement(
  'order.events',
  `select order_id, sequence, from_status, to_status, occurred_at, recorded_at, code, actor, reason_code, cause, data
   from order_events where order_id = $1 and sequence > $2 order by sequence limit $3`,
);

export async function findEvents(db: Queryable, orderId: string, after: number, limit: number): Promise<OrderEvent[]> {
  return (await db.query<EventRow>(EVENTS, [orderId, after, limit])).map(toEvent);
}

const EVENTS_AFTER = statement(
  'order.events-after',
  `select asked.place::int, e.order_id, e.sequence, e.from_status, e.to_status, e.occurred_at, e.recorded_at, e.code, e.actor,
     e.reason_code, e.cause, e.data
   from unnest($1::uuid[], $2::int[]) with ordinality as asked(order_id, after, place)
   cross join lateral (
     select * from order_events where order_id = asked.order_id and sequence > asked.after order by sequence limit $3
   ) as e
   order by asked.place, e.sequence`,
);

/** What has happened to each of these orders since the sequence that is known of it: at most `limit` events each, in the order asked. */
export async function findEventsAfter(
  db: Queryable,
  asked: readonly { readonly orderId: string; readonly after: number }[],
  limit: number,
): Promise<OrderEvent[][]> {
  const found = asked.map((): OrderEvent[] => []);
  const rows = await db.query<EventRow & { place: number }>(EVENTS_AFTER, [
    asked.map(({ orderId }) => orderId),
    asked.map(({ after }) => after),
    limit,
  ]);
  for (const row of rows) found[row.place - 1]?.push(toEvent(row));
  return found;
}

const BACK_AT = statement(
  'order.back-at',
  `select order_id, max((data ->> 'shift_ends_at')::timestamptz) as back_at from order_events
   where order_id = any($1::uuid[]) and to_status = 'delivery_failed' and from_status is distinct from to_status
   group by order_id`,
);

/** When the shift ends, or ended, that last failed to hand each order over: until then its courier has the parcel. */
export async function backAt(db: Queryable, orderIds: readonly string[]): Promise<Map<string, Date>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.query<{ order_id: string; back_at: Date | null }>(BACK_AT, [orderIds]);
  return new Map(rows.flatMap((row) => (row.back_at === null ? [] : [[row.order_id, row.back_at]])));
}

const LAST_OCCURRED = statement(
  'order.last-occurred',
  `select distinct on (order_id) order_id, occurred_at from order_events
   where order_id = any($1::uuid[]) and from_status is distinct from to_status
   order by order_id, sequence desc`,
);

/** When the fact happened that brought each order into its present state. */
export async function lastMoves(db: Queryable, orderIds: readonly string[]): Promise<Map<string, Date>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.query<{ order_id: string; occurred_at: Date }>(LAST_OCCURRED, [orderIds]);
  return new Map(rows.map((row) => [row.order_id, row.occurred_at]));
}

const LAST_RECORDED = statement(
  'order.last-recorded',
  `select asked.id as order_id, last.recorded_at from unnest($1::uuid[]) as asked(id)
   cross join lateral (
     select recorded_at from order_events where order_id = asked.id order by sequence desc limit 1
   ) as last`,
);

/** When the last event of each order was recorded, whatever it did. */
export async function lastNews(db: Queryable, orderIds: readonly string[]): Promise<Map<string, Date>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.query<{ order_id: string; recorded_at: Date }>(LAST_RECORDED, [orderIds]);
  return new Map(rows.map((row) => [row.order_id, row.recorded_at]));
}
