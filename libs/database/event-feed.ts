import type { AgeingTable } from './ageing-table';
import { statement } from './statement';
import type { Queryable } from './tx';

/**
 * The event feed: one row for each commit that wrote events, in the order (xid, id). A consumer reads
 * `xid < pg_snapshot_xmin(pg_current_snapshot())`, so that it skips nothing that commits late; a transaction that stays
 * open therefore hides all that began after it, for as long as it stays open.
 *
 * So a row's age says nothing about how long anybody could have read it. Each run notes how far consumers can read at that
 * moment; a row goes only when it lay below such a mark that is old enough itself. Every row stays readable for at
 * least the time that the feed is kept, and a consumer that was away for less misses nothing.
 */
export const EVENT_FEED: AgeingTable = {
  table: 'event_feed',
  mayGo: `xid < (select xid from event_feed_horizons where seen_at < $1 order by seen_at desc limit 1)`,
  prepare: noteHorizon,
};

const NOTE = statement(
  'database.note-feed-horizon',
  `insert into event_feed_horizons (seen_at, xid) values ($1, pg_snapshot_xmin(pg_current_snapshot()))
   on conflict (seen_at) do nothing`,
);

/** Marks older than the one in use serve nobody. */
const FORGET_HORIZONS = statement(
  'database.forget-feed-horizons',
  `delete from event_feed_horizons where seen_at < (
     select seen_at from event_feed_horizons where seen_at < $1 order by seen_at desc limit 1)`,
);

async function noteHorizon(db: Queryable, now: Date, olderThan: Date): Promise<void> {
  await db.execute(NOTE, [now]);
  await db.execute(FORGET_HORIZONS, [olderThan]);
}

/** How far somebody has read the feed: the last row that they took. `xid` is a PostgreSQL xid8 in its text form. */
export interface FeedPosition {
  readonly xid: string;
  readonly id: number;
}

/** One commit's events: of each order, the events from its first to its last sequence. */
export interface FeedRow extends FeedPosition {
  readonly orderIds: readonly string[];
  readonly firstSequences: readonly number[];
  readonly lastSequences: readonly number[];
}

const READ = statement(
  'database.read-event-feed',
  `select xid::text as xid, id, order_ids as "orderIds", first_sequences as "firstSequences", last_sequences as "lastSequences"
   from (
     select *, sum(cardinality(order_ids)) over (order by feed.xid, feed.id) - cardinality(order_ids) as before
     from (
       select * from event_feed
       where (xid, id) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
       order by event_feed.xid, event_feed.id limit $3
     ) as feed
   ) as summed
   where before < $4 order by summed.xid, summed.id`,
);

/**
 * What follows `after`, in order: at most `rows` rows, and no more of them once they hold `orders` orders. Only what no commit can come
 * before any more, so that whoever goes on after the last of them misses nothing.
 */
export function readEventFeed(
  db: Queryable,
  after: FeedPosition,
  limit: { readonly rows: number; readonly orders: number },
): Promise<FeedRow[]> {
  return db.query<FeedRow>(READ, [after.xid, after.id, limit.rows, limit.orders]);
}
