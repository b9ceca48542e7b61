import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Order } from '../domain/order';
import { OrderReader } from '../persistence/order.reader';

@Injectable()
export class GetOrder {
  constructor(@Inject(OrderReader) private readonly orders: OrderReader) {}

  /** @throws DomainError `order.not_found` (404), also for another merchant's order; `order.reads_busy` (503) */
  async execute(ctx: Context, orderId: string): Promise<Order> {
    const order = await this.orders.find(orderId);
    if (order === 'busy') {
      const message = 'Too many reads wait; repeat the request after Retry-After';
      throw new DomainError('overloaded', 'order.reads_busy', message, { retryAfterS: 1 });
    }
    if (order === undefined || (ctx.merchantId !== undefined && order.merchantId !== ctx.merchantId)) {
      throw new DomainError('not_found', 'order.not_found', `There is no order ${orderId}`);
    }
    return order;
  }
}
