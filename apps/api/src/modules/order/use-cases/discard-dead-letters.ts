import { parkedAmong, type Tx } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { lockOrders } from '../persistence/order.repository';
import { CancelOrders } from './cancel-orders';
import { notDeadLetter, orderNotFound } from './order-refusals';

/** Cancels orders that a stage has given up, and no others: one that somebody has put back to work meanwhile goes on. */
@Injectable()
export class DiscardDeadLetters {
  constructor(@Inject(CancelOrders) private readonly cancelOrders: CancelOrders) {}

  /** In the caller's transaction. Why an order was refused: `order.not_found` (404), `order.not_dead_letter` (409), or as it is cancelled. */
  async execute(
    ctx: Context,
    tx: Tx,
    orderIds: readonly string[],
    why: { readonly reasonCode: string; readonly reason: string },
  ): Promise<Map<string, DomainError>> {
    const refusals = new Map(orderIds.map((id) => [id, orderNotFound(id)]));
    const orders = await lockOrders(tx, orderIds);
    const parked = await parkedAmong(
      tx,
      orders.map(({ id }) => id),
    );
    const letters: string[] = [];
    for (const order of orders) {
      const waiting = parked.find(({ orderId }) => orderId === order.id);
      if (waiting?.reason === 'dead_letter') letters.push(order.id);
      else refusals.set(order.id, notDeadLetter(order, waiting, 'discarded'));
    }
    const wishes = letters.map((orderId) => ({ ctx, orderId, ...why, ifMatch: undefined }));
    const outcomes = await this.cancelOrders.execute(ctx, tx, wishes, 'wait');
    letters.forEach((id, index) => {
      const outcome = outcomes[index];
      if (outcome instanceof DomainError) refusals.set(id, outcome);
      else refusals.delete(id);
    });
    return refusals;
  }
}
