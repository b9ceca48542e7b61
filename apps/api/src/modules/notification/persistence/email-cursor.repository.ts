import { statement, type FeedPosition, type Queryable, type Tx } from '#lib/database';

const HAS_NEWS = statement(
  'notification.email-has-news',
  `select not c.following or exists (
     select 1 from event_feed f where (f.xid, f.id) > (c.xid, c.feed_id) and f.xid < pg_snapshot_xmin(pg_current_snapshot())
   ) as found from email_feed_cursor c`,
);

/** Whether there is anything to do: what idle processes ask, without a lock. */
export async function hasEmailNews(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(HAS_NEWS);
  return row?.found === true;
}

const LOCK = statement(
  'notification.lock-email-cursor',
  `select xid::text as xid, feed_id as id, following from email_feed_cursor for update skip locked`,
);

/** How far the feed was read for mails, while nobody else reads it; undefined when somebody does. */
export async function lockEmailCursor(tx: Tx): Promise<(FeedPosition & { readonly following: boolean }) | undefined> {
  const [row] = await tx.query<FeedPosition & { following: boolean }>(LOCK);
  return row;
}

const ADVANCE = statement(
  'notification.advance-email-cursor',
  `update email_feed_cursor set xid = $1::text::xid8, feed_id = $2`,
);

export function advanceEmailCursor(tx: Tx, { xid, id }: FeedPosition): void {
  tx.send(ADVANCE, [xid, id]);
}

const FOLLOW = statement(
  'notification.follow-feed-for-emails',
  `update email_feed_cursor set following = true, (xid, feed_id) = (
     select xid, id from (select xid, id from event_feed union all select '0'::xid8, 0) as f order by xid desc, id desc limit 1)`,
);

/** From here on: what happened while mails were off is not told. */
export function followFeed(tx: Tx): void {
  tx.send(FOLLOW, []);
}

const LEAVE = statement(
  'notification.leave-feed-for-emails',
  `update email_feed_cursor set following = false where following`,
);

export async function leaveFeed(db: Queryable): Promise<void> {
  await db.execute(LEAVE, []);
}
