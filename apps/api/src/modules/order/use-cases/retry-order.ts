import { findParked, takeDeadLetter, type Stage, type Tx } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';

/** An order that a stage had given up and takes up again. */
export interface RetriedOrder {
  readonly orderId: string;
  readonly stage: Stage;
  /** The sequence of the event that tells of it. */
  readonly version: number;
}

/**
 * Gives a dead letter back to the stage that gave it up, once its cause is mended: as fresh work without any attempt,
 * with an event `retried` that says who did it. An order that waits for something else is resumed by whoever brings that.
 */
@Injectable()
export class RetryOrder {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** In the caller's transaction. @throws DomainError `order.not_found` (404), `order.not_dead_letter` (409) */
  async execute(ctx: Context, tx: Tx, orderId: string): Promise<RetriedOrder> {
    const [order] = await lockOrders(tx, [orderId]);
    if (order === undefined || (ctx.merchantId !== undefined && order.merchantId !== ctx.merchantId)) {
      throw new DomainError('not_found', 'order.not_found', `There is no order ${orderId}`);
    }
    const stage = await takeDeadLetter(tx, orderId);
    if (stage === undefined) throw await notDeadLetter(tx, order);
    const retried = transition(order, [{ to: order.status, code: 'retried', data: { stage } }]);
    applyTransitions(ctx, tx, [retried], this.clock.now(), { stage, orderIds: [orderId] });
    return { orderId, stage, version: retried.version };
  }
}

async function notDeadLetter(tx: Tx, { id, status }: StageOrder): Promise<DomainError> {
  const waiting = await findParked(tx, id);
  const message =
    waiting === undefined
      ? `An order that is ${status} and does not wait cannot be retried`
      : `The order waits for ${waiting.reason} (${waiting.key}) and goes on when that comes; only a dead letter can be retried`;
  const waits = waiting === undefined ? {} : { waiting_reason: waiting.reason, waiting_key: waiting.key };
  const context = { order_status: status, ...waits };
  return new DomainError('conflict', 'order.not_dead_letter', message, { context });
}
