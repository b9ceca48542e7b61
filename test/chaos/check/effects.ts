import { hasPassed, isTerminal } from './life';
import type { Line, OrderFacts, TransferFact } from './order-facts';
import { violation, type Violation } from './violation';

const [CAPTURE, REFUND] = [1, 2];

/** One effect per stage and order, and none without the stage; what a cancelled order held is given back, once. */
export function checkEffects(order: OrderFacts): Violation[] {
  return [...checkMoney(order), ...checkStock(order), ...checkPaper(order), ...checkRoom(order)];
}

function checkMoney(order: OrderFacts): Violation[] {
  const paid = order.terms === 'account' && hasPassed(order, 'paid');
  const refunded = paid && order.status === 'cancelled';
  const found = [
    ...expectCount(order, 'one capture per paid order', ofKind(order, CAPTURE).length, paid ? 1 : 0),
    ...expectCount(
      order,
      'one refund per cancelled order that was paid',
      ofKind(order, REFUND).length,
      refunded ? 1 : 0,
    ),
    ...expectCount(
      order,
      'only who waits for funds is noted',
      order.awaitingFunds,
      order.status === 'awaiting_payment' ? 1 : 0,
    ),
  ];
  for (const { kind, debit, credit, amountMinor } of order.transfers) {
    const side = kind === CAPTURE ? debit : kind === REFUND ? credit : order.merchantId;
    if (amountMinor === order.amountMinor && side === order.merchantId) continue;
    found.push(violation('transfers are of the order', order.id, `${amountMinor} of kind ${kind} on ${side}`));
  }
  const status = !paid ? undefined : refunded ? 'refunded' : 'captured';
  if (status !== undefined && order.paymentStatus !== status) {
    found.push(
      violation('the payment status tells the money', order.id, `${order.paymentStatus}, should be ${status}`),
    );
  }
  return found;
}

function ofKind({ transfers }: OrderFacts, wanted: number): TransferFact[] {
  return transfers.filter(({ kind }) => kind === wanted);
}

function checkStock(order: OrderFacts): Violation[] {
  const holding = order.reservations.filter(({ state }) => state !== 'released');
  const holds = hasPassed(order, 'allocated') && order.status !== 'cancelled';
  const found = expectCount(order, 'one reservation per allocated order', holding.length, holds ? 1 : 0);
  const wanted = hasPassed(order, 'picked_up') ? 'shipped' : 'active';
  for (const { state, lines } of holding) {
    if (state !== wanted)
      found.push(violation('stock leaves with the parcel', order.id, `${state}, should be ${wanted}`));
    if (summed(lines) !== summed(order.lines)) {
      found.push(
        violation('the reservation is what was ordered', order.id, `${summed(lines)} of ${summed(order.lines)}`),
      );
    }
  }
  return found;
}

function checkPaper(order: OrderFacts): Violation[] {
  const issued = hasPassed(order, 'waybill_created') ? 1 : 0;
  return [
    ...expectCount(order, 'one waybill per order', order.waybills.length, issued),
    ...expectCount(order, 'one route plan per order', order.plans, issued),
  ];
}

function checkRoom(order: OrderFacts): Violation[] {
  const dispatched = hasPassed(order, 'dispatched') && order.status !== 'cancelled';
  const carried = dispatched && !isTerminal(order.status);
  return [
    ...expectCount(order, 'one booking of seats per dispatched order', order.bookings.length, dispatched ? 1 : 0),
    ...expectCount(order, 'one active assignment per order under way', order.assignments.length, carried ? 1 : 0),
  ];
}

function expectCount(order: OrderFacts, invariant: string, count: number, expected: number): Violation[] {
  if (count === expected) return [];
  return [violation(invariant, order.id, `${count} instead of ${expected}; the order is ${order.status}`)];
}

/** Lines of the same SKU added up, in a comparable form. */
function summed(lines: readonly Line[]): string {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return [...units]
    .map(([sku, quantity]) => `${sku}×${quantity}`)
    .sort()
    .join(' ');
}
