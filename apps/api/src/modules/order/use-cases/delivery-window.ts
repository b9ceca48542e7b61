import type { StageOrder } from '../domain/order';

/** The recipient's window. The promised end was for the first attempt; the next one comes when it can. */
export function windowOf(order: StageOrder): { deliverAfter?: Date; deliverBefore?: Date } {
  return {
    ...(order.deliverAfter === null ? {} : { deliverAfter: order.deliverAfter }),
    ...(order.deliverBefore === null || order.status === 'delivery_failed'
      ? {}
      : { deliverBefore: order.deliverBefore }),
  };
}
