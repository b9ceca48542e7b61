/** Where an order stands. The table below is the only place that says which step may follow which. */
export const ORDER_STATUSES = [
  'received',
  'awaiting_payment',
  'paid',
  'backordered',
  'allocated',
  'waybill_created',
  'dispatched',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'delivery_failed',
  'available_for_pickup',
  'delivered',
  'return_to_sender',
  'returned',
  'cancelled',
  'rejected',
  'expired',
  'lost',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const PAYMENT_STATUSES = ['none', 'authorized', 'captured', 'refund_pending', 'refunded', 'failed'] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export type StateMachine<State extends string> = Readonly<Record<State, readonly State[]>>;

/** Every allowed step; a state without one is terminal. */
export const ORDER_STATE_MACHINE: StateMachine<OrderStatus> = {
  received: ['paid', 'awaiting_payment', 'rejected', 'cancelled'],
  awaiting_payment: ['paid', 'cancelled', 'expired'],
  paid: ['allocated', 'backordered', 'cancelled'],
  backordered: ['allocated', 'cancelled'],
  allocated: ['waybill_created', 'cancelled'],
  waybill_created: ['dispatched', 'cancelled'],
  dispatched: ['picked_up', 'waybill_created', 'cancelled'],
  picked_up: ['in_transit', 'out_for_delivery', 'return_to_sender', 'lost'],
  in_transit: ['out_for_delivery', 'available_for_pickup', 'return_to_sender', 'lost'],
  out_for_delivery: ['delivered', 'delivery_failed', 'return_to_sender', 'lost'],
  delivery_failed: ['out_for_delivery', 'available_for_pickup', 'return_to_sender'],
  available_for_pickup: ['delivered', 'return_to_sender'],
  return_to_sender: ['returned', 'lost'],
  delivered: [],
  returned: [],
  cancelled: [],
  rejected: [],
  expired: [],
  lost: [],
};

export function mayFollow(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_STATE_MACHINE[from].includes(to);
}

export function isTerminal(status: OrderStatus): boolean {
  return ORDER_STATE_MACHINE[status].length === 0;
}

/** True while the merchant may still cancel: nobody has collected the parcel yet. */
export function isCancellable(status: OrderStatus): boolean {
  return mayFollow(status, 'cancelled');
}
