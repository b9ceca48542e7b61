import { statement, type FeedPosition, type Queryable } from '#lib/database';

const END = statement(
  'operations.feed-end',
  `select xid::text as xid, id from event_feed where xid < pg_snapshot_xmin(pg_current_snapshot())
   order by event_feed.xid desc, event_feed.id desc limit 1`,
);

/** Before the first row that there will ever be. */
const BEGINNING: FeedPosition = { xid: '0', id: 0 };

/** The last row of the feed that can be read. */
export async function feedEnd(db: Queryable): Promise<FeedPosition> {
  return (await db.query<FeedPosition>(END))[0] ?? BEGINNING;
}

const KEPT = statement(
  'operations.feed-is-kept',
  `select exists (select from event_feed where xid = $1::text::xid8 and id = $2)
     or ($1 = '0' and (not exists (select from event_feed) or (select id from event_feed order by xid, id limit 1) = 1)) as kept`,
);

/** Whether nothing behind this row has been forgotten: rows go in their order, so one that is there still tells. */
export async function isKept(db: Queryable, { xid, id }: FeedPosition): Promise<boolean> {
  return (await db.query<{ kept: boolean }>(KEPT, [xid, id]))[0]?.kept === true;
}
