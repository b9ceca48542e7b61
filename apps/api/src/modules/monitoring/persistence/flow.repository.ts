import { type Queryable, statement } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** How many orders came in and got on within one interval of time. */
export interface FlowCounts {
  readonly received: number;
  readonly paid: number;
  readonly waybill_created: number;
  readonly dispatched: number;
  readonly delivered: number;
  readonly expired: number;
}

export interface FlowPoint extends FlowCounts {
  readonly at: Date;
}

const COUNTED = ['received', 'paid', 'waybill_created', 'dispatched', 'delivered', 'expired'] as const;

/** The length of an interval. */
const FLOW_INTERVAL_S = 10;
const KEPT = `interval '2 hours'`;

const list = (of: (column: string) => string): string => COUNTED.map(of).join(', ');

/**
 * Reads the event feed on, behind the oldest open transaction, and counts what it tells, in the statement that moves the cursor: so
 * nothing is counted twice or left out. Only the feed is read, no event and no order. Who finds the cursor held leaves it.
 */
const COUNT = statement(
  'monitoring.count-flow',
  `with place as (
     select xid, feed_id from order_flow_cursor for update skip locked
   ), fresh as (
     select feed.xid, feed.id, date_bin('${FLOW_INTERVAL_S} seconds', feed.recorded_at, 'epoch') as at, feed.reached,
       case when feed.first_sequences[1] = 1 then cardinality(feed.order_ids) else 0 end as received
     from place cross join lateral (
       select * from event_feed
       where (event_feed.xid, event_feed.id) > (place.xid, place.feed_id) and event_feed.xid < pg_snapshot_xmin(pg_current_snapshot())
       order by event_feed.xid, event_feed.id limit $1
     ) as feed
   ), counted as (
     insert into order_flow (at, ${list((column) => column)})
     select at, sum(received), ${[1, 2, 3, 4, 5].map((place) => `coalesce(sum(reached[${place}]), 0)`).join(', ')}
     from fresh group by at order by at
     on conflict (at) do update set ${list((column) => `${column} = order_flow.${column} + excluded.${column}`)}
   ), moved as (
     update order_flow_cursor set (xid, feed_id) = (select xid, id from fresh order by xid desc, id desc limit 1)
     where exists (select from fresh)
   )
   select count(*)::int as rows from fresh`,
);

const FORGET = statement('monitoring.forget-flow', `delete from order_flow where at < clock_timestamp() - ${KEPT}`);

const MINUTES = statement(
  'monitoring.flow-minutes',
  `select minute as at, ${list((column) => `coalesce(sum(${column}), 0)::int as ${column}`)}
   from generate_series(
     date_bin('1 minute', $1::timestamptz, 'epoch') - interval '59 minutes', date_bin('1 minute', $1, 'epoch'), interval '1 minute'
   ) as minute
   left join order_flow on order_flow.at >= minute and order_flow.at < minute + interval '1 minute'
   group by minute order by minute`,
);

const INTERVAL = statement(
  'monitoring.flow-interval',
  `select at, ${list((column) => column)} from order_flow
   where at = date_bin('${FLOW_INTERVAL_S} seconds', $1::timestamptz, 'epoch') - interval '${FLOW_INTERVAL_S} seconds'`,
);

const NOTHING: FlowCounts = { received: 0, paid: 0, waybill_created: 0, dispatched: 0, delivered: 0, expired: 0 };

/** What the event feed says of the orders' flow, added up as it is read. */
@Injectable()
export class FlowRepository {
  /** Counts on; answers how many rows of the feed it took, 0 also when somebody else is at it. */
  async count(db: Queryable, limit: number): Promise<number> {
    return (await db.query<{ rows: number }>(COUNT, [limit]))[0]?.rows ?? 0;
  }

  async forget(db: Queryable): Promise<void> {
    await db.execute(FORGET);
  }

  /** The last hour by minutes, the minute of `now` last. */
  minutes(db: Queryable, now: Date): Promise<FlowPoint[]> {
    return db.query<FlowPoint>(MINUTES, [now]);
  }

  /** The last interval that is over, as counts per second. */
  async rates(db: Queryable, now: Date): Promise<FlowCounts> {
    const [row] = await db.query<FlowPoint>(INTERVAL, [now]);
    const { received, paid, waybill_created, dispatched, delivered, expired } = row ?? NOTHING;
    const rate = (count: number): number => count / FLOW_INTERVAL_S;
    return {
      received: rate(received),
      paid: rate(paid),
      waybill_created: rate(waybill_created),
      dispatched: rate(dispatched),
      delivered: rate(delivered),
      expired: rate(expired),
    };
  }
}
