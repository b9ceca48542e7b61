import type { Order, OrderRequest } from './order';

/** An order as it was the moment it was accepted. A replay is rebuilt from the same three facts and reads alike. */
export function placedOrder(id: string, merchantId: string, zoneId: string, request: OrderRequest): Order {
  return { ...request, id, merchantId, zoneId, status: 'received', paymentStatus: 'none', version: 1 };
}
