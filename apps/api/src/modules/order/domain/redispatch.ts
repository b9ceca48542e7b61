import type { OrderStatus } from './order-state';

/** How an order gets to stage `dispatch` once more. */
export type Redispatch =
  /** Its seats and its courier's slot are given back, and it stands where it stood before they were taken. */
  | { readonly kind: 'take_back'; readonly to: OrderStatus; readonly givesSeatsBack: boolean }
  /** It waits for room and looks for it again, with what there is now. */
  | { readonly kind: 'look_again' }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * Possible until the parcel is collected, and again after a failed attempt until the courier of the next one has it: whoever has
 * a parcel in hand keeps it. An order that has neither a courier nor anything to wait for is in the stage's hands already.
 */
export function decideRedispatch(
  status: OrderStatus,
  has: { readonly courier: boolean; readonly waitsFor: string | undefined },
): Redispatch {
  if (status === 'dispatched') return { kind: 'take_back', to: 'waybill_created', givesSeatsBack: true };
  if (status !== 'waybill_created' && status !== 'delivery_failed') {
    return { kind: 'refused', detail: `An order that is ${status} has no courier to take back` };
  }
  if (has.courier) return { kind: 'take_back', to: status, givesSeatsBack: false };
  if (has.waitsFor === 'capacity') return { kind: 'look_again' };
  const detail =
    has.waitsFor === undefined
      ? 'The order is on its way to a courier already'
      : `The order waits for ${has.waitsFor}, and a courier cannot bring that`;
  return { kind: 'refused', detail };
}
