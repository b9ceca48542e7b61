import type { OrderStatus } from './order-state';
import type { Transition } from './transition';

/** The states whose arrivals are counted; what stands at each place of `event_feed.reached`. */
const COUNTED: readonly OrderStatus[] = ['paid', 'waybill_created', 'dispatched', 'delivered', 'expired'];

/** How many orders got into each of these states; null when none did. */
export function reachedBy(orders: readonly Transition[]): number[] | null {
  const counts = COUNTED.map(() => 0);
  for (const order of orders) {
    let from = order.from;
    for (const { to } of order.steps) {
      const place = isProgress(from, to) ? COUNTED.indexOf(to) : -1;
      if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
      from = to;
    }
  }
  return counts.some((count) => count > 0) ? counts : null;
}

/** An order that is taken back from its courier has its waybill already. */
function isProgress(from: OrderStatus, to: OrderStatus): boolean {
  return to !== from && !(from === 'dispatched' && to === 'waybill_created');
}
