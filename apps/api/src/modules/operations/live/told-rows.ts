import { readEventFeed, type FeedPosition, type FeedRow, type Queryable } from '#lib/database';
import type { Context } from '#lib/kernel';
import type { HistoryRange, OrderFacade, OrderHistoryEntry } from '#module/order';

/** A row of the feed with the events that it tells of, always in the same order. */
export interface ToldRow extends FeedPosition {
  readonly entries: readonly OrderHistoryEntry[];
}

/** What one look takes of the feed. */
const LOOK = { rows: 64, orders: 512 };

export interface ToldRows {
  readonly rows: readonly ToldRow[];
  /** Whether there was nothing more to be read then. */
  readonly isEnd: boolean;
}

/** The rows that follow `after`, with what they tell. */
export async function readTold(
  ctx: Context,
  db: Queryable,
  orders: Pick<OrderFacade, 'histories'>,
  after: FeedPosition,
): Promise<ToldRows> {
  const rows = await readEventFeed(db, after, LOOK);
  const known = new Map<string, OrderHistoryEntry>();
  for (const entry of await orders.histories(ctx, db, rows.flatMap(rangesOf))) {
    known.set(`${entry.orderId}-${entry.sequence}`, entry);
  }
  return {
    rows: rows.map((row) => ({ xid: row.xid, id: row.id, entries: entriesOf(row, known) })),
    isEnd: rows.length === 0,
  };
}

function rangesOf({ orderIds, firstSequences, lastSequences }: FeedRow): HistoryRange[] {
  return orderIds.map((orderId, index) => {
    return { orderId, firstSequence: firstSequences[index] ?? 1, lastSequence: lastSequences[index] ?? 0 };
  });
}

function entriesOf(row: FeedRow, known: ReadonlyMap<string, OrderHistoryEntry>): OrderHistoryEntry[] {
  const entries: OrderHistoryEntry[] = [];
  for (const { orderId, firstSequence, lastSequence } of rangesOf(row)) {
    for (let sequence = firstSequence; sequence <= lastSequence; sequence++) {
      const entry = known.get(`${orderId}-${sequence}`);
      if (entry !== undefined) entries.push(entry);
    }
  }
  return entries;
}
