import { unpark, type StageHandler, type StageResult, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { PaymentFacade } from '#module/payment';
import { Inject, Injectable } from '@nestjs/common';
import { transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';

/** Stage `expiry`: its rows come due a day after their orders began to wait for funds; those that still wait expire. */
@Injectable()
export class ExpireOrders implements StageHandler {
  readonly stage = 'expiry';

  constructor(
    @Inject(PaymentFacade) private readonly payment: PaymentFacade,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<StageResult> {
    const orders = (await lockOrders(tx, orderIds)).filter((order) => order.status === 'awaiting_payment');
    const transitions = orders.map((order) =>
      transition(order, [{ to: 'expired', reasonCode: 'merchant_unpaid' }], 'failed'),
    );
    applyTransitions(ctx, tx, transitions, this.clock.now());
    // One that had been resumed for funds leaves them to the next.
    await this.payment.reverse(
      ctx,
      tx,
      transitions.map((expired) => expired.orderId),
    );
    unpark(
      tx,
      orders.map((order) => order.id),
    );
    return { moved: orders.length, parked: 0, skipped: orderIds.length - orders.length };
  }

  async stillWaiting(tx: Tx, orderIds: readonly string[]): Promise<readonly string[]> {
    return (await lockOrders(tx, orderIds))
      .filter((order) => order.status === 'awaiting_payment')
      .map((order) => order.id);
  }
}
