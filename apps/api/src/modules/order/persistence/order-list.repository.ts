import { statement, type Queryable } from '#lib/database';
import type { Order } from '../domain/order';
import type { OrderStatus } from '../domain/order-state';
import { toOrder, type OrderRow } from './order.rows';

export interface OrderFilter {
  readonly merchantId?: string | undefined;
  readonly reference?: string | undefined;
  readonly statuses?: readonly OrderStatus[] | undefined;
  /** The smallest id wanted: a UUIDv7 carries its time, so a range of times is a range of ids. */
  readonly fromId?: string | undefined;
  /** Ids below this one: the end of the time range, or the page before. */
  readonly beforeId?: string | undefined;
}

export interface OrderPage {
  readonly orders: Order[];
  /** Where the next page begins (below this id); absent when there is none. */
  readonly nextBeforeId?: string;
}

/**
 * How many orders a page looks at when it filters by state. No index mentions a state (it would cost every update its
 * heap-only path), so such a page may come back short, with a cursor that goes on from where it stopped looking.
 */
const SCANNED_PER_PAGE = 5000;

const RANGE = `and ($2::uuid is null or id >= $2) and ($3::uuid is null or id < $3)`;

const FLOOR_OF_MERCHANT = statement(
  'order.list-floor-merchant',
  `select id from orders where merchant_id = $1 ${RANGE} order by id desc offset $4 limit 1`,
);
const FLOOR_OF_ALL = statement(
  'order.list-floor-all',
  `select id from orders where $1::uuid is null ${RANGE} order by id desc offset $4 limit 1`,
);

const REST = `and ($4::order_status[] is null or status = any($4)) order by id desc limit $5`;
const LIST_OF_MERCHANT = statement(
  'order.list-merchant',
  `select * from orders where merchant_id = $1 ${RANGE} ${REST}`,
);
const LIST_OF_ALL = statement('order.list-all', `select * from orders where $1::uuid is null ${RANGE} ${REST}`);

const BY_REFERENCE = statement('order.by-reference', `select * from orders where merchant_id = $1 and reference = $2`);

/** One page of orders, newest first. */
export async function listOrders(db: Queryable, filter: OrderFilter, limit: number): Promise<OrderPage> {
  if (filter.merchantId !== undefined && filter.reference !== undefined) {
    const rows = await db.query<OrderRow>(BY_REFERENCE, [filter.merchantId, filter.reference]);
    return { orders: rows.map(toOrder) };
  }
  const ofMerchant = filter.merchantId !== undefined;
  const { merchantId = null, statuses = null, fromId = null, beforeId = null } = filter;
  let floor: string | undefined;
  if (statuses !== null) {
    const [row] = await db.query<{ id: string }>(ofMerchant ? FLOOR_OF_MERCHANT : FLOOR_OF_ALL, [
      merchantId,
      fromId,
      beforeId,
      SCANNED_PER_PAGE,
    ]);
    floor = row?.id;
  }
  const rows = await db.query<OrderRow>(ofMerchant ? LIST_OF_MERCHANT : LIST_OF_ALL, [
    merchantId,
    floor ?? fromId,
    beforeId,
    statuses,
    limit + 1,
  ]);
  const orders = rows.slice(0, limit).map(toOrder);
  const nextBeforeId = rows.length > limit ? orders.at(-1)?.id : floor;
  return { orders, ...(nextBeforeId === undefined ? {} : { nextBeforeId }) };
}
