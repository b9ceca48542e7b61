import { PARK_REASONS, type ParkReason } from './parked';
import { statement } from './statement';
import type { Queryable } from './tx';
import type { Stage } from './work';

/** The work rows of one stage. */
export interface StageWork {
  readonly stage: Stage;
  /** Rows that are due: dispatched or about to be. */
  readonly dueRows: number;
  readonly dueOrders: number;
  /** Rows that wait for their time: an order's expiry, or the next attempt. */
  readonly delayedRows: number;
  readonly delayedOrders: number;
  /** How long the oldest due row has been due; 0 when none is. */
  readonly oldestDueS: number;
}

/** Reads the whole table, which holds what is under way and nothing else; never the ids, which a full row keeps elsewhere. */
const MEASURE = statement(
  'database.measure-work',
  `select stage,
     count(*) filter (where due)::int as due_rows, coalesce(sum(orders) filter (where due), 0)::int as due_orders,
     count(*) filter (where not due)::int as delayed_rows,
     coalesce(sum(orders) filter (where not due), 0)::int as delayed_orders,
     coalesce(extract(epoch from max(age) filter (where due)), 0)::float8 as oldest_due_s
   from (
     select stage, orders, run_after <= now.at as due, now.at - run_after as age
     from work cross join (select clock_timestamp() as at) as now
   ) as rows group by stage`,
);

interface StageRow {
  readonly stage: Stage;
  readonly due_rows: number;
  readonly due_orders: number;
  readonly delayed_rows: number;
  readonly delayed_orders: number;
  readonly oldest_due_s: number;
}

/** What is under way, one entry for each of `stages`, in their order. Times are those of PostgreSQL, as for the relay. */
export async function measureWork(db: Queryable, stages: readonly Stage[]): Promise<StageWork[]> {
  const rows = new Map((await db.query<StageRow>(MEASURE)).map((row) => [row.stage, row]));
  return stages.map((stage) => {
    const row = rows.get(stage);
    return {
      stage,
      dueRows: row?.due_rows ?? 0,
      dueOrders: row?.due_orders ?? 0,
      delayedRows: row?.delayed_rows ?? 0,
      delayedOrders: row?.delayed_orders ?? 0,
      oldestDueS: row?.oldest_due_s ?? 0,
    };
  });
}

/** From the index alone, and no further than the limit: a million parked orders would take half a second to count. */
const COUNT_PARKED = statement(
  'database.count-parked',
  `select reason,
     (select count(*)::int from (select from parked where parked.reason = r.reason limit $2) as seen) as orders
   from unnest($1::text[]) as r(reason)`,
);

/** Parked orders by reason, counted up to `limit` each: that number stands for "so many or more". */
export async function countParked(db: Queryable, limit: number): Promise<{ reason: ParkReason; orders: number }[]> {
  return db.query<{ reason: ParkReason; orders: number }>(COUNT_PARKED, [PARK_REASONS, limit]);
}

/** Every reason leads back to one stage, save the dead letters, which stand under the name of theirs. */
const COUNT_PARKED_OF_STAGES = statement(
  'database.count-parked-of-stages',
  `select r.reason as code, first.stage, count.orders
   from unnest($1::text[]) as r(reason)
   cross join lateral (select stage from parked where parked.reason = r.reason limit 1) as first
   cross join lateral (select count(*)::int as orders from (select from parked where parked.reason = r.reason limit $3) as seen) as count
   where r.reason <> 'dead_letter'
   union all
   select 'dead_letter', s.stage, count.orders
   from unnest($2::text[]) as s(stage)
   cross join lateral (
     select count(*)::int as orders
     from (select from parked where parked.reason = 'dead_letter' and parked.key = s.stage limit $3) as seen
   ) as count
   where count.orders > 0`,
);

/** Orders that wait before a stage for one reason. */
export interface ParkedCount {
  readonly stage: Stage;
  readonly code: ParkReason;
  readonly orders: number;
}

/** Parked orders by stage and reason, counted up to `limit` each: that number stands for "so many or more". */
export function countParkedOfStages(db: Queryable, stages: readonly Stage[], limit: number): Promise<ParkedCount[]> {
  return db.query<ParkedCount>(COUNT_PARKED_OF_STAGES, [PARK_REASONS, stages, limit]);
}
