import type { OrderStatus } from './order-state';

/** Why another courier cannot be named for an order in this state; undefined when one can: nobody has the parcel in hand for it yet. */
export function reassignRefusal(status: OrderStatus): string | undefined {
  switch (status) {
    case 'dispatched':
    case 'delivery_failed':
      return undefined;
    case 'received':
    case 'awaiting_payment':
    case 'paid':
    case 'backordered':
    case 'allocated':
    case 'waybill_created':
      return `An order that is ${status} has no courier yet`;
    case 'picked_up':
    case 'in_transit':
    case 'out_for_delivery':
    case 'available_for_pickup':
    case 'return_to_sender':
      return `An order that is ${status} is under way: whoever has the parcel keeps it`;
    case 'delivered':
    case 'returned':
    case 'cancelled':
    case 'rejected':
    case 'expired':
    case 'lost':
      return `An order that is ${status} needs no courier any more`;
  }
}
