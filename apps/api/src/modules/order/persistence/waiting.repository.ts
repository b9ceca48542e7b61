import { statement, type Queryable } from '#lib/database';

const ZONES = statement('order.zones', `select id, zone_id from orders where id = any($1::uuid[])`);

/** The zone of each order's recipient. */
export async function zonesOf(db: Queryable, orderIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; zone_id: string }>(ZONES, [orderIds]);
  return new Map(rows.map((row) => [row.id, row.zone_id]));
}

const WAITING_FOR_LINKS = statement(
  'order.waiting-for-links',
  `select order_id from parked where reason = 'capacity' and key like 'link:%' and order_id > $1
   order by order_id limit $2`,
);

/** A page of the orders that wait for a seat on some link, by id behind `after`. */
export async function waitingForLinks(db: Queryable, after: string, limit: number): Promise<string[]> {
  return (await db.query<{ order_id: string }>(WAITING_FOR_LINKS, [after, limit])).map((row) => row.order_id);
}
