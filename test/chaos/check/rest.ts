import { POISON } from '../client/deck';
import { isTerminal } from './life';
import type { OrderFacts } from './order-facts';
import { violation, type Violation } from './violation';

/** States in which an order rests until somebody outside does something. */
const RESTING = new Set([
  'dispatched',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  'delivery_failed',
  'available_for_pickup',
  'return_to_sender',
]);

/** For what an order may wait in the states where the pipeline can halt. */
const WAITS_FOR: Readonly<Record<string, readonly string[]>> = {
  awaiting_payment: ['funds'],
  paid: ['route'],
  backordered: ['stock', 'route'],
  waybill_created: ['capacity'],
};

/** What is free when all has come to rest: nobody may wait for it. */
export interface FreeSupplies {
  /** Balance and credit by merchant, in minor units. */
  readonly fundsMinor: ReadonlyMap<string, number>;
  /** Free units by SKU in the warehouse that has the most. */
  readonly units: ReadonlyMap<string, number>;
}

/** After the faults every order has moved on, waits for something by name that is not there, or has ended. */
export function checkRest(order: OrderFacts, free: FreeSupplies): Violation[] {
  const { id, status, parked } = order;
  const [wait] = parked;
  if (isTerminal(status) || RESTING.has(status)) {
    if (wait === undefined) return [];
    return [violation('nobody waits who has moved on', id, `${status}, but parked for ${wait.reason}`)];
  }
  if (wait === undefined) return [violation('no order is stuck', id, `${status}, and parked for nothing`)];
  if (order.reference.startsWith(POISON) && status === 'paid') {
    const alone = wait.reason === 'dead_letter' && wait.stage === 'fulfilment';
    return alone ? [] : [violation('what cannot be done ends as a dead letter', id, `parked for ${wait.reason}`)];
  }
  if (wait.reason === 'dead_letter') {
    return [violation('a fault of ours makes no dead letter', id, `${status}, dead in stage ${wait.stage}`)];
  }
  if (WAITS_FOR[status]?.includes(wait.reason) !== true) {
    return [violation('orders wait for what their state lacks', id, `${status}, but parked for ${wait.reason}`)];
  }
  if (wait.reason === 'funds' && (free.fundsMinor.get(order.merchantId) ?? 0) >= order.amountMinor) {
    return [violation('nobody waits for what is there', id, `${order.amountMinor} would be covered`)];
  }
  const [line, ...more] = order.lines;
  const single = more.length === 0 ? line : undefined;
  if (wait.reason === 'stock' && single !== undefined && (free.units.get(single.sku) ?? 0) >= single.quantity) {
    return [violation('nobody waits for what is there', id, `${single.quantity} × ${single.sku} is free`)];
  }
  return [];
}
