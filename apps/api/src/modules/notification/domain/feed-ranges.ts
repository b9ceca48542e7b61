import type { FeedRow } from '#lib/database';
import type { HistoryRange } from '#module/order';

/** Transactions that overlap are no further apart: none of them lasts a minute. */
const LOOK_BACK_EVENTS = 8;
export const LOOK_BACK_MS = 60_000;

/** What these rows tell of each order, from the first of its events to the last. */
export function rangesOf(rows: readonly FeedRow[]): Map<string, HistoryRange> {
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
export function lookBack(range: HistoryRange): HistoryRange {
  return { ...range, firstSequence: Math.max(1, range.firstSequence - LOOK_BACK_EVENTS) };
}
