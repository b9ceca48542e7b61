import { Database, unpark, type Tx } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { requireVersion } from '#lib/http';
import { DispatchFacade } from '#module/dispatch';
import { PaymentFacade } from '#module/payment';
import { TransportFacade } from '#module/transport';
import { WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import type { Order, StageOrder } from '../domain/order';
import { isCancellable } from '../domain/order-state';
import { transition } from '../domain/transition';
import { findOrders, lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';

export interface CancelOrderCommand {
  readonly orderId: string;
  readonly reasonCode: string;
  /** The version that the caller saw; a merchant may cancel without one. */
  readonly ifMatch: number | undefined;
}

/**
 * Cancels an order that nobody has collected yet and gives everything back in the same transaction: money, stock, seats,
 * the courier's slot. A cancelled order stays cancelled: repeating the command changes nothing.
 */
@Injectable()
export class CancelOrder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PaymentFacade) private readonly payment: PaymentFacade,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(TransportFacade) private readonly transport: TransportFacade,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `order.not_found` (404), `order.not_cancellable` (409), `request.stale` (412) */
  async execute(ctx: Context, command: CancelOrderCommand): Promise<Order> {
    return this.database.transaction(ctx, async (tx) => {
      const [order] = await lockOrders(tx, [command.orderId]);
      if (order === undefined || (ctx.merchantId !== undefined && order.merchantId !== ctx.merchantId)) {
        throw new DomainError('not_found', 'order.not_found', `There is no order ${command.orderId}`);
      }
      if (order.status !== 'cancelled') {
        if (command.ifMatch !== undefined) requireVersion(order.version, command.ifMatch);
        await this.cancel(ctx, tx, order, command.reasonCode);
      }
      const [cancelled] = await findOrders(tx, [command.orderId]);
      if (cancelled === undefined) throw new Error(`Order ${command.orderId} vanished under its lock`);
      return cancelled;
    });
  }

  private async cancel(ctx: Context, tx: Tx, order: StageOrder, reasonCode: string): Promise<void> {
    if (!isCancellable(order.status)) {
      throw new DomainError(
        'conflict',
        'order.not_cancellable',
        `An order that is ${order.status} cannot be cancelled`,
        {
          context: { order_status: order.status },
        },
      );
    }
    const ids = [order.id];
    const refunded = order.paymentStatus === 'captured' ? 'refunded' : order.paymentStatus;
    await applyTransitions(ctx, tx, [transition(order, [{ to: 'cancelled', reasonCode }], refunded)], this.clock.now());
    await this.payment.reverse(ctx, tx, ids);
    // A backordered order that was resumed leaves its turn to the next one, which its parked row tells.
    await this.warehouse.release(ctx, tx, ids);
    await unpark(tx, ids);
    await this.transport.release(ctx, tx, ids);
    await this.dispatch.release(ctx, tx, ids);
  }
}
