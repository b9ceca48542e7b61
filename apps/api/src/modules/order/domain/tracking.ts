import { mayFollow, ORDER_STATE_MACHINE, type OrderStatus } from './order-state';

/** Facts that scanners and couriers report about a parcel. */
export const TRACKING_CODES = [
  'picked_up',
  'departed_facility',
  'arrived_at_facility',
  'delayed',
  'out_for_delivery',
  'delivery_attempt_failed',
  'available_for_pickup',
  'delivered',
  'refused',
  'returning',
  'returned',
  'damaged',
  'lost',
] as const;

export type TrackingCode = (typeof TRACKING_CODES)[number];

export const PUBLIC_STATUSES = [
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'return_to_sender',
  'cancelled',
  'failure',
] as const;

/** What the recipient is told. */
export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

/** The state that a fact moves an order to, where the state machine allows it; `undefined`: it never moves one. */
const MOVES_TO: Readonly<Record<TrackingCode, OrderStatus | undefined>> = {
  picked_up: 'picked_up',
  departed_facility: 'in_transit',
  arrived_at_facility: 'in_transit',
  delayed: undefined,
  out_for_delivery: 'out_for_delivery',
  delivery_attempt_failed: 'delivery_failed',
  available_for_pickup: 'available_for_pickup',
  delivered: 'delivered',
  refused: 'return_to_sender',
  returning: 'return_to_sender',
  returned: 'returned',
  damaged: undefined,
  lost: 'lost',
};

/**
 * How far along each state is. A fact about a state that is not further along is late: it is recorded and moves
 * nothing. A new attempt after a failed one is the exception that the state machine names itself.
 */
const PROGRESS: Readonly<Partial<Record<OrderStatus, number>>> = {
  dispatched: 0,
  picked_up: 1,
  in_transit: 2,
  out_for_delivery: 3,
  delivery_failed: 4,
  available_for_pickup: 5,
  delivered: 6,
  return_to_sender: 7,
  returned: 8,
  lost: 9,
};

export type ReportDecision =
  /** Walk these states, one event each; several where a scan was missed on the way. */
  | { readonly kind: 'move'; readonly path: readonly OrderStatus[] }
  /** Late, or without an effect on the state: keep it as a fact. */
  | { readonly kind: 'record' }
  | { readonly kind: 'refuse'; readonly code: string; readonly detail: string };

/**
 * Decides what one tracking fact does to an order in `status`. Facts may arrive late or with gaps before them.
 * `isLate`: it happened before the fact that brought the order here; such a fact never moves an order back.
 */
export function decideReport(status: OrderStatus, code: TrackingCode, isLate: boolean): ReportDecision {
  const here = PROGRESS[status];
  if (here === undefined) {
    return {
      kind: 'refuse',
      code: 'order.not_in_delivery',
      detail: `The order is ${status}; ${code} can be reported from dispatched on`,
    };
  }
  const target = MOVES_TO[code];
  if (target === undefined || target === status) return { kind: 'record' };
  const isForward = (PROGRESS[target] ?? 0) > here;
  if (mayFollow(status, target)) return isForward || !isLate ? { kind: 'move', path: [target] } : { kind: 'record' };
  if (!isForward) return { kind: 'record' };
  const path = forwardPath(status, target);
  if (path !== undefined) return { kind: 'move', path };
  if (ORDER_STATE_MACHINE[status].length === 0) return { kind: 'record' };
  return { kind: 'refuse', code: 'order.invalid_transition', detail: `${code} is not possible from ${status}` };
}

/**
 * The states that a parcel must have passed unseen to get from `from` to `to`: a breadth-first search over the
 * delivery's happy path, so that a missed scan never blocks a later one.
 */
function forwardPath(from: OrderStatus, to: OrderStatus): OrderStatus[] | undefined {
  const happy = ['dispatched', 'picked_up', 'in_transit', 'out_for_delivery'] as const;
  const start = happy.findIndex((state) => state === from);
  if (start === -1) return undefined;
  const path: OrderStatus[] = [];
  for (const state of happy.slice(start + 1)) {
    const last = path.at(-1) ?? from;
    if (mayFollow(last, to)) return [...path, to];
    if (mayFollow(last, state)) path.push(state);
  }
  return mayFollow(path.at(-1) ?? from, to) ? [...path, to] : undefined;
}

/** The public status after an order event; states before the pick-up are all `pre_transit`. */
export function publicStatus(status: OrderStatus): PublicStatus {
  switch (status) {
    case 'picked_up':
    case 'in_transit':
    case 'delivery_failed':
      return 'in_transit';
    case 'out_for_delivery':
      return 'out_for_delivery';
    case 'available_for_pickup':
      return 'available_for_pickup';
    case 'delivered':
      return 'delivered';
    case 'return_to_sender':
    case 'returned':
      return 'return_to_sender';
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return 'cancelled';
    case 'lost':
      return 'failure';
    case 'received':
    case 'awaiting_payment':
    case 'paid':
    case 'backordered':
    case 'allocated':
    case 'waybill_created':
    case 'dispatched':
      return 'pre_transit';
  }
}
