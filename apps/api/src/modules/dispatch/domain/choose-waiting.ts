import type { ParcelNeed } from './parcel-need';
import { rejectionOf, withParcel, type OpenShift } from './shift-fit';

/** An order that waits for room in a zone. Without a need, any room is taken to suit it. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly need: ParcelNeed | undefined;
}

/** Nothing is known of its weight: it takes a slot and no grams. */
const UNKNOWN_WEIGHT_G = 0;

/**
 * Whom new room is for: first come, first served, but past those that it cannot serve, since an order for next week at the
 * head of the queue must not keep today's room from the ones behind it. Also returns the room that is left over.
 */
export function chooseWaiting(
  waiting: readonly WaitingOrder[],
  room: readonly OpenShift[],
  nowMs: number,
): { orderIds: string[]; left: OpenShift[] } {
  let left = room.filter((shift) => shift.freeParcels > 0);
  const orderIds: string[] = [];
  for (const { orderId, need } of waiting) {
    if (left.length === 0) break;
    const weightG = need?.weightG ?? UNKNOWN_WEIGHT_G;
    const at = left.findIndex((shift) => need === undefined || rejectionOf(shift, need, nowMs) === undefined);
    const shift = left[at];
    if (shift === undefined) continue;
    orderIds.push(orderId);
    left[at] = withParcel(shift, weightG);
    left = left.filter((other) => other.freeParcels > 0);
  }
  return { orderIds, left };
}
