import type { Order } from '../domain/order';
import type { OrderLook } from '../persistence/order-list.repository';

/** Looks at most so many times for the orders of one page, so that a request ends in time when hardly any matches. */
const LOOKS = 4;

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Where the next page begins (behind this id); absent when there is none. A page may be short of its limit and have one. */
  readonly nextBehind?: string;
}

/** Looks on from where the last look ended until the page is full, the list ends, or it has looked often enough. */
export async function fillPage(
  limit: number,
  look: (behind: string | undefined, wanted: number) => Promise<OrderLook>,
): Promise<OrderPage> {
  const orders: Order[] = [];
  let behind: string | undefined;
  for (let looks = 1; ; looks++) {
    const seen = await look(behind, limit - orders.length);
    orders.push(...seen.orders);
    behind = seen.goOnBehind;
    if (behind === undefined) return { orders };
    if (orders.length >= limit || looks === LOOKS) return { orders, nextBehind: behind };
  }
}
