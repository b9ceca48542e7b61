/** An order that waits for its merchant's funds. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly amountMinor: number;
}

export interface Resumable {
  readonly orderIds: readonly string[];
  readonly remainingMinor: number;
}

/**
 * Which waiting orders the funds reach, oldest first. An order that is too dear is passed over rather than waited
 * for, just as `settleOrders` lets a newcomer pass it: otherwise one dear order would hold up payable ones, and its
 * cancellation, which brings no money, would leave them waiting for ever.
 */
export function chooseResumable(waiting: readonly WaitingOrder[], availableMinor: number): Resumable {
  const orderIds: string[] = [];
  let remainingMinor = availableMinor;
  for (const { orderId, amountMinor } of waiting) {
    if (amountMinor > remainingMinor) continue;
    remainingMinor -= amountMinor;
    orderIds.push(orderId);
  }
  return { orderIds, remainingMinor };
}
