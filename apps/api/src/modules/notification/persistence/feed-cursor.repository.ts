import { statement, type FeedPosition, type Queryable, type Tx } from '#lib/database';

const HAS_NEWS = statement(
  'notification.has-news',
  `select exists (
     select 1 from event_feed
     where (xid, id) > (select xid, feed_id from webhook_feed_cursor) and xid < pg_snapshot_xmin(pg_current_snapshot())
   ) as found`,
);

/** Whether there is anything to tell: what idle processes ask, without a lock. */
export async function hasNews(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(HAS_NEWS);
  return row?.found === true;
}

const LOCK = statement(
  'notification.lock-feed-cursor',
  `select xid::text as xid, feed_id as id from webhook_feed_cursor for update skip locked`,
);

/** How far the feed has been told, while nobody else tells it; undefined when somebody does. */
export async function lockCursor(tx: Tx): Promise<FeedPosition | undefined> {
  const [row] = await tx.query<FeedPosition>(LOCK);
  return row;
}

const ADVANCE = statement(
  'notification.advance-feed-cursor',
  `update webhook_feed_cursor set xid = $1::text::xid8, feed_id = $2`,
);

export function advanceCursor(tx: Tx, { xid, id }: FeedPosition): void {
  tx.send(ADVANCE, [xid, id]);
}
