import type { Tx } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CancelOrders } from './cancel-orders';
import { DiscardDeadLetters } from './discard-dead-letters';
import { RedispatchOrders } from './redispatch-orders';
import { RetryOrders } from './retry-orders';

/** What operators do to many orders at once. */
export const ORDER_ACTIONS = ['cancel', 'retry', 'redispatch', 'discard'] as const;

export type OrderAction = (typeof ORDER_ACTIONS)[number];

/** The family of reasons that an operator's cancellation belongs to; their own words stand in the event's data. */
const BY_OPERATOR = 'carrier_operator';

/** One action on many orders, in one transaction. */
@Injectable()
export class CommandOrders {
  constructor(
    @Inject(CancelOrders) private readonly cancelOrders: CancelOrders,
    @Inject(RetryOrders) private readonly retryOrders: RetryOrders,
    @Inject(RedispatchOrders) private readonly redispatchOrders: RedispatchOrders,
    @Inject(DiscardDeadLetters) private readonly discarding: DiscardDeadLetters,
  ) {}

  /** Why an order was refused, for those that were; all others are done. Each id once. */
  async execute(
    ctx: Context,
    tx: Tx,
    action: OrderAction,
    orderIds: readonly string[],
    reason: string,
  ): Promise<Map<string, DomainError>> {
    switch (action) {
      case 'cancel':
        return this.cancel(ctx, tx, orderIds, reason);
      case 'retry':
        return refusalsOf(await this.retryOrders.execute(ctx, tx, orderIds, reason));
      case 'redispatch':
        return refusalsOf(await this.redispatchOrders.execute(ctx, tx, orderIds, reason));
      case 'discard':
        return this.discarding.execute(ctx, tx, orderIds, { reasonCode: BY_OPERATOR, reason });
    }
  }

  private async cancel(
    ctx: Context,
    tx: Tx,
    orderIds: readonly string[],
    reason: string,
  ): Promise<Map<string, DomainError>> {
    const wishes = orderIds.map((orderId) => ({ ctx, orderId, reasonCode: BY_OPERATOR, reason, ifMatch: undefined }));
    const outcomes = await this.cancelOrders.execute(ctx, tx, wishes, 'wait');
    return refusalsOf(new Map(outcomes.map((outcome, index) => [orderIds[index] ?? '', outcome])));
  }
}

function refusalsOf(outcomes: ReadonlyMap<string, unknown>): Map<string, DomainError> {
  const refusals = new Map<string, DomainError>();
  for (const [id, outcome] of outcomes) if (outcome instanceof DomainError) refusals.set(id, outcome);
  return refusals;
}
