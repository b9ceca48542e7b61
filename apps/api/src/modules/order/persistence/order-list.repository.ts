import { statement, type Direction, type IdRange, type Queryable, type Statement } from '#lib/database';
import type { Order } from '../domain/order';
import type { OrderStatus } from '../domain/order-state';
import { toOrder, type OrderRow } from './order.rows';

/** What no index helps with: each order that is looked at is compared. */
export interface OrderFilter {
  readonly merchantId?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly statuses?: readonly OrderStatus[] | undefined;
  /** Nothing has happened to the order since. */
  readonly idleSince?: Date | undefined;
}

/** Some orders of a range, and where to go on looking: behind this id; absent when there is nothing more. */
export interface OrderLook {
  readonly orders: readonly Order[];
  readonly goOnBehind?: string;
}

/**
 * How many orders are looked at for those that match. No index mentions a state (it would cost every update its heap-only
 * path) or a zone (an entry more for each order that comes in).
 */
export const SCANNED_AT_ONCE = 5000;

const both = (make: (name: Direction, order: string, edge: string) => Statement): Record<Direction, Statement> => ({
  newest: make('newest', 'desc', '>='),
  oldest: make('oldest', 'asc', '<='),
});

const RANGE = `id > $1 and id < $2`;
const MATCHES = `($3::order_status[] is null or status = any($3)) and ($4::uuid is null or zone_id = $4)`;

const EDGE_OF_ALL = both((name, order) =>
  statement(`order.edge-${name}`, `select id from orders where ${RANGE} order by id ${order} offset $3 limit 1`),
);
const EDGE_OF_MERCHANT = both((name, order) =>
  statement(
    `order.edge-merchant-${name}`,
    `select id from orders where merchant_id = $4 and ${RANGE} order by id ${order} offset $3 limit 1`,
  ),
);
const LIST_OF_ALL = both((name, order, edge) =>
  statement(
    `order.list-${name}`,
    `select * from orders where ${RANGE} and id ${edge} $6 and ${MATCHES} order by id ${order} limit $5`,
  ),
);
const LIST_OF_MERCHANT = both((name, order, edge) =>
  statement(
    `order.list-merchant-${name}`,
    `select * from orders where merchant_id = $7 and ${RANGE} and id ${edge} $6 and ${MATCHES} order by id ${order} limit $5`,
  ),
);

/** Looks through a part of the list of all orders, or of one merchant's, for at most `limit` that match. */
export async function lookThrough(
  db: Queryable,
  range: IdRange,
  filter: OrderFilter,
  limit: number,
): Promise<OrderLook> {
  const { merchantId, statuses, zoneId } = filter;
  const { above, below, direction } = range;
  const ofMerchant = merchantId === undefined ? [] : [merchantId];
  let edge: string | undefined;
  if (statuses !== undefined || zoneId !== undefined) {
    const edges = merchantId === undefined ? EDGE_OF_ALL : EDGE_OF_MERCHANT;
    const found = await db.query<{ id: string }>(edges[direction], [above, below, SCANNED_AT_ONCE - 1, ...ofMerchant]);
    edge = found[0]?.id;
  }
  const list = (merchantId === undefined ? LIST_OF_ALL : LIST_OF_MERCHANT)[direction];
  const rows = await db.query<OrderRow>(list, [
    above,
    below,
    statuses ?? null,
    zoneId ?? null,
    limit + 1,
    edge ?? (direction === 'newest' ? above : below),
    ...ofMerchant,
  ]);
  return lookOf(rows, limit, edge);
}

/** The order was there before, and no event came later. The events of one order are read, its last one first. */
const IDLE = `($6::timestamptz is null or $6 > (
  select recorded_at from order_events where order_id = orders.id order by sequence desc limit 1))`;

const AMONG = both((name, order) =>
  statement(
    `order.list-among-${name}`,
    `select * from orders where id = any($1::uuid[]) and ($2::uuid is null or merchant_id = $2) and ${MATCHES} and ${IDLE}
     order by id ${order} limit $5`,
  ),
);

/** At most `limit` of these orders that match; `edge` is where to go on looking when all of them were compared. */
export async function lookAmong(
  db: Queryable,
  ids: readonly string[],
  direction: Direction,
  filter: OrderFilter,
  limit: number,
  edge: string | undefined,
): Promise<OrderLook> {
  const { merchantId, statuses, zoneId, idleSince } = filter;
  const rows = await db.query<OrderRow>(AMONG[direction], [
    ids,
    merchantId ?? null,
    statuses ?? null,
    zoneId ?? null,
    limit + 1,
    idleSince ?? null,
  ]);
  return lookOf(rows, limit, edge);
}

function lookOf(rows: readonly OrderRow[], limit: number, edge: string | undefined): OrderLook {
  const orders = rows.slice(0, limit).map(toOrder);
  const goOnBehind = rows.length > limit ? orders.at(-1)?.id : edge;
  return { orders, ...(goOnBehind === undefined ? {} : { goOnBehind }) };
}
