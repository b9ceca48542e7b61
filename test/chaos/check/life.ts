import type { OrderFacts } from './order-facts';
import { violation, type Violation } from './violation';

/**
 * Every allowed step, written down once more: the checker must not learn from the code that it checks. A step to the
 * state where an order stands is a fact that moves nothing.
 */
const STEPS: Readonly<Record<string, readonly string[]>> = {
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
};

export function isTerminal(status: string): boolean {
  return STEPS[status] === undefined;
}

/** The events of one order: without a gap, each from where the one before led, by legal steps only, and told once. */
export function checkLife(order: OrderFacts): Violation[] {
  const found: Violation[] = [];
  const complain = (invariant: string, detail: string): number => found.push(violation(invariant, order.id, detail));
  let status = null as string | null;
  order.events.forEach(({ sequence, from, to }, index) => {
    if (sequence !== index + 1) complain('events are gap-free', `event ${index + 1} has sequence ${sequence}`);
    if (from !== status)
      complain('events follow each other', `${to} came from ${from ?? '-'}, the order was ${status ?? '-'}`);
    const legal = status === null ? to === 'received' : to === status || STEPS[status]?.includes(to) === true;
    if (!legal) complain('steps are legal', `${status ?? 'nothing'} to ${to}`);
    status = to;
  });
  if (status !== order.status) complain('the last event is the state', `${order.status}, but ${status ?? 'no event'}`);
  if (order.events.length !== order.version) {
    complain('the version counts the events', `version ${order.version}, ${order.events.length} events`);
  }
  const told = order.feed.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, step) => first + step),
  );
  const once = told.length === order.version && new Set(told).size === told.length;
  if (!once) complain('the feed tells every event once', `version ${order.version}, told ${told.join(' ')}`);
  return found;
}

export function hasPassed(order: OrderFacts, status: string): boolean {
  return order.events.some(({ to }) => to === status);
}
