import type { WaitingOrder } from '#lib/database';
import { DomainError } from '#lib/kernel';
import type { Order } from '../domain/order';

/** There is no such order, or it is another merchant's. */
export function orderNotFound(orderId: string): DomainError {
  return new DomainError('not_found', 'order.not_found', `There is no order ${orderId}`);
}

/** `done`: what can be done to dead letters alone. */
export function notDeadLetter(
  { status }: Pick<Order, 'status'>,
  waiting: WaitingOrder | undefined,
  done: 'retried' | 'discarded',
): DomainError {
  const message =
    waiting === undefined
      ? `An order that is ${status} and does not wait cannot be ${done}`
      : `The order waits for ${waiting.reason} (${waiting.key}) and goes on when that comes; only a dead letter can be ${done}`;
  const waits = waiting === undefined ? {} : { waiting_reason: waiting.reason, waiting_key: waiting.key };
  const context = { order_status: status, ...waits };
  return new DomainError('conflict', 'order.not_dead_letter', message, { context });
}
