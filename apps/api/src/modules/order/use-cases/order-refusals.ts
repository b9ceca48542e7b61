import { DomainError } from '#lib/kernel';

/** There is no such order, or it is another merchant's. */
export function orderNotFound(orderId: string): DomainError {
  return new DomainError('not_found', 'order.not_found', `There is no order ${orderId}`);
}
