import { cutWindow, type Direction, type IdRange, type IdWindow } from './id-window';
import type { ParkedOrder } from './parked';
import { statement, type Statement } from './statement';
import type { Queryable } from './tx';
import type { Stage } from './work';

/** A parked order with the time since which it waits. */
export type WaitingOrder = ParkedOrder & { readonly since: Date };

const between = (name: string, order: string): Statement =>
  statement(
    `database.parked-between-${name}`,
    `select order_id as id from parked where order_id > $1 and order_id < $2 order by order_id ${order} limit $3`,
  );
const BETWEEN: Readonly<Record<Direction, Statement>> = {
  newest: between('newest', 'desc'),
  oldest: between('oldest', 'asc'),
};

/** The parked orders of a range of ids, whatever they wait for. */
export async function parkedBetween(db: Queryable, range: IdRange, limit: number): Promise<IdWindow> {
  const { above, below, direction } = range;
  const rows = await db.query<{ id: string }>(BETWEEN[direction], [above, below, limit + 1]);
  return cutWindow(
    rows.map(({ id }) => id),
    limit,
  );
}

const AMONG = statement(
  'database.parked-among',
  `select order_id as "orderId", stage, reason, key, detail, since from parked where order_id = any($1::uuid[])`,
);

/** What these orders wait for; those that do not wait are left out. */
export async function parkedAmong(db: Queryable, orderIds: readonly string[]): Promise<WaitingOrder[]> {
  return orderIds.length === 0 ? [] : db.query<WaitingOrder>(AMONG, [orderIds]);
}

/** A work row that has not been done in time. */
export interface OverdueWork {
  readonly stage: Stage;
  readonly orderIds: readonly string[];
  readonly attempts: number;
  readonly lastError: string | null;
  /** Since when it is due, or was at its first attempt. */
  readonly since: Date;
}

/**
 * Rows that are due for longer, or that have failed and were made longer ago. The oldest alone are looked at: the index leads
 * to the first of each stage, and a backlog's ids are never fetched as a whole.
 */
const OVERDUE = statement(
  'database.overdue-work',
  `select stage, order_ids as "orderIds", attempts, last_error as "lastError",
     case when last_error is null then run_after else created_at end as since
   from unnest($1::text[]) as asked(name)
   cross join lateral (
     select * from work where work.stage = asked.name and run_after <= clock_timestamp() order by run_after limit $3
   ) as due
   where run_after < $2 or (last_error is not null and created_at < $2)`,
);

/** Of each stage, those of its `limit` longest due rows that became due before `dueBefore`, or failed and were made before it. */
export function overdueWork(
  db: Queryable,
  stages: readonly Stage[],
  dueBefore: Date,
  limit: number,
): Promise<OverdueWork[]> {
  return db.query<OverdueWork>(OVERDUE, [stages, dueBefore, limit]);
}
