import {
  cutWindow,
  statement,
  type Direction,
  type IdRange,
  type IdWindow,
  type Queryable,
  type Statement,
  type Tx,
} from '#lib/database';

/**
 * Orders on their way that stand in no other list: no courier is to have them, no stage works on them, and they wait for
 * nobody's means. Their parcels lie at a counter or come back, or go out once more with whoever has them.
 */
const REST = statement(
  'order.rest',
  `insert into resting_orders select unnest($1::uuid[]) on conflict (order_id) do nothing`,
);
const END_REST = statement('order.end-rest', `delete from resting_orders where order_id = any($1::uuid[])`);

export function rest(tx: Tx, orderIds: readonly string[]): void {
  if (orderIds.length > 0) tx.send(REST, [orderIds]);
}

export function endRest(tx: Tx, orderIds: readonly string[]): void {
  if (orderIds.length > 0) tx.send(END_REST, [orderIds]);
}

const between = (name: string, order: string): Statement =>
  statement(
    `order.resting-${name}`,
    `select order_id as id from resting_orders where order_id > $1 and order_id < $2 order by order_id ${order} limit $3`,
  );
const BETWEEN: Readonly<Record<Direction, Statement>> = {
  newest: between('newest', 'desc'),
  oldest: between('oldest', 'asc'),
};

/** The resting orders of a range of ids. */
export async function restingBetween(db: Queryable, range: IdRange, limit: number): Promise<IdWindow> {
  const rows = await db.query<{ id: string }>(BETWEEN[range.direction], [range.above, range.below, limit + 1]);
  return cutWindow(
    rows.map(({ id }) => id),
    limit,
  );
}
