import type { Order, OrderRequest } from './order';

/**
 * An order as it was the moment it was accepted. A replay is rebuilt from the same three facts and reads alike. Written
 * out member by member: a spread of the request costs a hundred times as much here, on the path of every order.
 */
export function placedOrder(id: string, merchantId: string, zoneId: string, request: OrderRequest): Order {
  return {
    id,
    merchantId,
    zoneId,
    status: 'received',
    paymentStatus: 'none',
    version: 1,
    reference: request.reference,
    serviceLevel: request.serviceLevel,
    recipient: request.recipient,
    lines: request.lines,
    payment: request.payment,
    deliverAfter: request.deliverAfter,
    deliverBefore: request.deliverBefore,
    metadata: request.metadata,
  };
}
