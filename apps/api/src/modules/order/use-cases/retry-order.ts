import type { Tx } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { orderNotFound } from './order-refusals';
import { RetryOrders, type RetriedOrder } from './retry-orders';

/** `RetryOrders` for one. */
@Injectable()
export class RetryOrder {
  constructor(@Inject(RetryOrders) private readonly retryOrders: RetryOrders) {}

  /** In the caller's transaction. @throws DomainError `order.not_found` (404), `order.not_dead_letter` (409) */
  async execute(ctx: Context, tx: Tx, orderId: string): Promise<RetriedOrder> {
    const outcome = (await this.retryOrders.execute(ctx, tx, [orderId])).get(orderId) ?? orderNotFound(orderId);
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }
}
