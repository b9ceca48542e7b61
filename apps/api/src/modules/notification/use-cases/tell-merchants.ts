import { Database, readEventFeed, type FeedRow, type Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { OrderFacade, type OrderHistoryEntry } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import { typeOfCode, wants } from '../domain/event-type';
import { LOOK_BACK_MS, lookBack, rangesOf } from '../domain/feed-ranges';
import type { NewMessage } from '../domain/message';
import { eventBody } from '../domain/message-body';
import { findListeners, type Listener } from '../persistence/endpoint.repository';
import { advanceCursor, hasNews, lockCursor } from '../persistence/feed-cursor.repository';
import { writeMessages } from '../persistence/message.repository';

/** What one transaction takes of the feed: a moment's work even when every merchant has many endpoints. */
const BATCH = { rows: 64, orders: 512 };

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
    trace: entry.trace,
  }));
}
