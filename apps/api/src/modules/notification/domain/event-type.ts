/** The codes of order events that merchants are told of: all that there are. */
const EVENT_CODES = [
  'received',
  'awaiting_payment',
  'paid',
  'rejected',
  'expired',
  'cancelled',
  'allocated',
  'backordered',
  'waybill_created',
  'dispatched',
  'courier_assigned',
  'retried',
  'redispatched',
  'reassigned',
  'picked_up',
  'in_transit',
  'departed_facility',
  'arrived_at_facility',
  'delayed',
  'damaged',
  'out_for_delivery',
  'delivery_attempt_failed',
  'delivery_failed',
  'available_for_pickup',
  'delivered',
  'refused',
  'return_to_sender',
  'returning',
  'returned',
  'lost',
] as const;

/** The types that an endpoint can ask for: `order.` and the event's code. */
export const ORDER_EVENT_TYPES = EVENT_CODES.map((code) => `order.${code}` as const);

/** Sent on request, to every endpoint whatever it asks for. */
export const PING = 'ping';

export function typeOfCode(code: string): string {
  return `order.${code}`;
}

/** Whether an endpoint wants a message of this type; one that names no types wants all. */
export function wants(eventTypes: readonly string[] | null, type: string): boolean {
  return eventTypes?.includes(type) ?? true;
}
