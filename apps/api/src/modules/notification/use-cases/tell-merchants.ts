import { Database, readEventFeed, type FeedRow, type Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { OrderFacade, type HistoryRange, type OrderHistoryEntry } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import { typeOfCode, wants } from '../domain/event-type';
import type { NewMessage } from '../domain/message';
import { eventBody } from '../domain/message-body';
import { findListeners, type Listener } from '../persistence/endpoint.repository';
import { advanceCursor, hasNews, lockCursor } from '../persistence/feed-cursor.repository';
import { writeMessages } from '../persistence/message.repository';

/** What one transaction takes of the feed: a moment's work even when every merchant has many endpoints. */
const BATCH = { rows: 64, orders: 512 };

/** Transactions that overlap are no further apart: none of them lasts a minute. */
const [LOOK_BACK_EVENTS, LOOK_BACK_MS] = [8, 60_000];

/**
 * Turns events into messages: reads the feed on from the cursor, writes one message for each event and endpoint that wants it, and
 * moves the cursor, in one transaction. So a crash leaves all of it or nothing, and no event is skipped or told twice.
 */
@Injectable()
export class TellMerchants {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'merchantsOf' | 'histories'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes one batch; answers how many rows of the feed it held. 0: there is nothing new, or another process is at it. */
  async execute(ctx: Context): Promise<number> {
    if (!(await hasNews(this.database.statements(ctx)))) return 0;
    return this.database.transaction(ctx, async (tx) => {
      const after = await lockCursor(tx);
      if (after === undefined) return 0;
      const rows = await readEventFeed(tx, after, BATCH);
      const last = rows.at(-1);
      if (last === undefined) return 0;
      writeMessages(tx, await this.messagesOf(ctx, tx, rows), this.clock.now());
      advanceCursor(tx, last);
      return rows.length;
    });
  }

  private async messagesOf(ctx: Context, tx: Tx, rows: readonly FeedRow[]): Promise<NewMessage[]> {
    const ranges = rangesOf(rows);
    const merchants = await this.orders.merchantsOf(ctx, tx, [...ranges.keys()]);
    const listeners = groupByMerchant(await findListeners(tx, [...new Set(merchants.values())]));
    const heard = [...ranges.values()].filter(({ orderId }) => listeners.has(merchants.get(orderId) ?? ''));
    const entries = await this.orders.histories(ctx, tx, heard.map(lookBack));
    const now = this.clock.now();
    return entries.flatMap((entry) => {
      const isNews = entry.sequence >= (ranges.get(entry.orderId)?.firstSequence ?? 0);
      const all = listeners.get(entry.merchantId) ?? [];
      return messagesAbout(entry, isNews ? all : all.filter((listener) => mayHaveMissed(listener, entry, now)), now);
    });
  }
}

/** What these rows tell of each order, from the first of its events to the last. */
function rangesOf(rows: readonly FeedRow[]): Map<string, HistoryRange> {
  const ranges = new Map<string, HistoryRange>();
  for (const { orderIds, firstSequences, lastSequences } of rows) {
    orderIds.forEach((orderId, index) => {
      const known = ranges.get(orderId);
      const [first, last] = [firstSequences[index] ?? 1, lastSequences[index] ?? 0];
      const firstSequence = Math.min(known?.firstSequence ?? first, first);
      ranges.set(orderId, { orderId, firstSequence, lastSequence: Math.max(known?.lastSequence ?? last, last) });
    });
  }
  return ranges;
}

/**
 * The feed's order is that in which transactions began to write. One that began early and then waited for an order's row stands
 * before the one that it waited for, whose row may still be hidden. So the events right before are told along; those that were told
 * already are there, and are not written again.
 */
function lookBack(range: HistoryRange): HistoryRange {
  return { ...range, firstSequence: Math.max(1, range.firstSequence - LOOK_BACK_EVENTS) };
}

/** An older event it was told of, or is not to be told of. */
function mayHaveMissed({ createdAt }: Listener, { recordedAt }: OrderHistoryEntry, now: Date): boolean {
  return recordedAt >= createdAt && recordedAt.getTime() > now.getTime() - LOOK_BACK_MS;
}

function groupByMerchant(listeners: readonly Listener[]): Map<string, Listener[]> {
  const groups = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const group = groups.get(listener.merchantId);
    if (group === undefined) groups.set(listener.merchantId, [listener]);
    else group.push(listener);
  }
  return groups;
}

function messagesAbout(entry: OrderHistoryEntry, listeners: readonly Listener[], now: Date): NewMessage[] {
  const type = typeOfCode(entry.code);
  const interested = listeners.filter(({ eventTypes }) => wants(eventTypes, type));
  if (interested.length === 0) return [];
  const body = eventBody(type, {
    ...entry,
    // A damaged parcel stays in its state; what its merchant is told is a failure, as the public is.
    status: entry.code === 'damaged' ? 'failure' : entry.status,
    reasonCode: entry.reasonCode ?? undefined,
    facilityId: entry.facilityId ?? undefined,
  });
  return interested.map(({ id }) => ({
    id: uuidv7(now.getTime()),
    endpointId: id,
    streamId: entry.orderId,
    sequence: entry.sequence,
    type,
    body,
  }));
}
