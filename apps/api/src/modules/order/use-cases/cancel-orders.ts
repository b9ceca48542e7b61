import { recordChanges, type RecordedChange } from '#lib/audit';
import { unpark, type Tx } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { staleVersion } from '#lib/http';
import { DispatchFacade } from '#module/dispatch';
import { PaymentFacade } from '#module/payment';
import { TransportFacade } from '#module/transport';
import { WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import type { Order, StageOrder } from '../domain/order';
import { isCancellable } from '../domain/order-state';
import { transition, type Transition } from '../domain/transition';
import { findOrders, lockFreeOrders, lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';
import { orderNotFound } from './order-refusals';

/** One caller's wish to cancel one order. */
export interface Cancellation {
  readonly ctx: Context;
  readonly orderId: string;
  readonly reasonCode: string;
  /** An operator's own words. */
  readonly reason?: string;
  /** The version that the caller saw; a merchant may cancel without one. */
  readonly ifMatch: number | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** An order that ends now, and who wished it first. */
interface Ending {
  readonly wish: Cancellation;
  readonly order: StageOrder;
  readonly transition: Transition;
}

/** `held`: somebody else works on the order. */
export type CancelOutcome = Order | DomainError | 'held';

/**
 * Cancels orders that nobody has collected yet and gives everything back in the same transaction: money, stock, seats,
 * couriers' slots. A cancelled order stays cancelled: repeating the wish changes nothing.
 */
@Injectable()
export class CancelOrders {
  constructor(
    @Inject(PaymentFacade) private readonly payment: PaymentFacade,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(TransportFacade) private readonly transport: TransportFacade,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * In the caller's transaction; any number of wishes, also for the same order. One outcome per wish, in order: the order
   * as it is then, `order.not_found` (404), `order.not_cancellable` (409) or `request.stale` (412).
   * With `pass_over` an order that somebody holds is `held` instead: whoever waits for one holds all the others meanwhile,
   * and the stages that want them.
   */
  async execute(
    ctx: Context,
    tx: Tx,
    wishes: readonly Cancellation[],
    manner: 'wait' | 'pass_over',
  ): Promise<CancelOutcome[]> {
    const ids = [...new Set(wishes.map((wish) => wish.orderId))];
    const { locked, held } =
      manner === 'wait' ? { locked: await lockOrders(tx, ids), held: NONE } : await lockFreeOrders(tx, ids);
    const found = new Map(locked.map((order) => [order.id, order]));
    const ending = new Map<string, Ending>();
    const refusals = wishes.map((wish) =>
      held.has(wish.orderId) ? 'held' : refusalOf(wish, found.get(wish.orderId), ending),
    );
    await this.cancel(ctx, tx, [...ending.values()]);
    recordChanges(tx, [...ending.values()].map(auditOf));
    const now = new Map((await findOrders(tx, [...found.keys()])).map((order) => [order.id, order]));
    return wishes.map((wish, index) => refusals[index] ?? now.get(wish.orderId) ?? orderNotFound(wish.orderId));
  }

  private async cancel(ctx: Context, tx: Tx, endings: readonly Ending[]): Promise<void> {
    if (endings.length === 0) return;
    const transitions = endings.map(({ transition: each }) => each);
    const ids = transitions.map((each) => each.orderId);
    applyTransitions(ctx, tx, transitions, this.clock.now());
    await this.payment.reverse(ctx, tx, ids);
    // A backordered order that was resumed leaves its turn to the next one, which its parked row tells.
    await this.warehouse.release(ctx, tx, ids);
    unpark(tx, ids);
    await this.transport.release(ctx, tx, ids);
    await this.dispatch.release(ctx, tx, ids);
  }
}

/** Notes the order among those that end now, unless the wish is refused or was fulfilled before. */
function refusalOf(
  wish: Cancellation,
  order: StageOrder | undefined,
  ending: Map<string, Ending>,
): DomainError | undefined {
  const { merchantId } = wish.ctx;
  if (order === undefined || (merchantId !== undefined && order.merchantId !== merchantId))
    return orderNotFound(wish.orderId);
  if (order.status === 'cancelled' || ending.has(order.id)) return undefined;
  if (wish.ifMatch !== undefined && wish.ifMatch !== order.version) return staleVersion(order.version, wish.ifMatch);
  if (!isCancellable(order.status)) return notCancellable(order);
  const data = wish.reason === undefined ? null : { reason: wish.reason };
  const step = { to: 'cancelled', reasonCode: wish.reasonCode, by: wish.ctx, data } as const;
  const paymentStatus = order.paymentStatus === 'captured' ? 'refunded' : order.paymentStatus;
  ending.set(order.id, { wish, order, transition: transition(order, [step], paymentStatus) });
  return undefined;
}

function auditOf({ wish, order }: Ending): RecordedChange {
  const before = { status: order.status, payment_status: order.paymentStatus };
  const after = { status: 'cancelled', reason_code: wish.reasonCode };
  return { ctx: wish.ctx, resource: 'order', id: order.id, before, after };
}

function notCancellable({ status }: StageOrder): DomainError {
  const message = `An order that is ${status} cannot be cancelled`;
  return new DomainError('conflict', 'order.not_cancellable', message, { context: { order_status: status } });
}
