import {
  enqueueWork,
  park,
  unpark,
  type ParkedOrder,
  type StageHandler,
  type StageResult,
  type Tx,
} from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { PaymentFacade, type PaymentOutcome } from '#module/payment';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { transition, type Transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';

const HOUR_MS = 3_600_000;

/**
 * Stage `payment`: received and awaiting orders become paid, wait for the merchant's funds, or are rejected. A first
 * wait also writes the delayed row that lets it expire.
 */
@Injectable()
export class AuthorizePayments implements StageHandler {
  readonly stage = 'payment';

  constructor(
    @Inject(PaymentFacade) private readonly payment: PaymentFacade,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<StageResult> {
    const now = this.clock.now();
    const orders = (await lockOrders(tx, orderIds)).filter(isUnpaid);
    if (orders.length === 0) return { moved: 0, parked: 0, skipped: orderIds.length };
    const outcomes = await this.payment.authorize(ctx, tx, orders.map(toRequest));
    const transitions: Transition[] = [];
    const waiting: ParkedOrder[] = [];
    orders.forEach((order, index) => {
      const outcome = outcomes[index];
      if (outcome?.orderId !== order.id) throw new Error(`No payment outcome for order ${order.id}`);
      const step = decide(order, outcome);
      if (step !== undefined) transitions.push(step);
      if (outcome.outcome === 'awaiting_funds') waiting.push(waitForFunds(order));
    });
    const paid = transitions.filter((moved) => moved.status === 'paid').map((moved) => moved.orderId);
    applyTransitions(ctx, tx, transitions, now, { stage: 'fulfilment', orderIds: paid });
    unpark(
      tx,
      orders.filter((order) => order.status === 'awaiting_payment').map((order) => order.id),
    );
    park(tx, waiting, now);
    this.scheduleExpiry(ctx, tx, transitions, now);
    return { moved: paid.length, parked: waiting.length, skipped: orderIds.length - orders.length };
  }

  async stillWaiting(tx: Tx, orderIds: readonly string[]): Promise<readonly string[]> {
    return (await lockOrders(tx, orderIds)).filter(isUnpaid).map((order) => order.id);
  }

  private scheduleExpiry(ctx: Context, tx: Tx, transitions: readonly Transition[], now: Date): void {
    const orderIds = transitions.filter((moved) => moved.status === 'awaiting_payment').map((moved) => moved.orderId);
    if (orderIds.length === 0) return;
    const runAfter = new Date(now.getTime() + this.settings.of(ctx).payment.awaitingExpiryH * HOUR_MS);
    enqueueWork(tx, { id: uuidv7(), stage: 'expiry', orderIds, runAfter });
  }
}

function toRequest(order: StageOrder): Parameters<PaymentFacade['authorize']>[2][number] {
  const { id: orderId, merchantId, terms, amountMinor, currency } = order;
  return { orderId, merchantId, terms, amountMinor, currency };
}

function decide(order: StageOrder, outcome: PaymentOutcome): Transition | undefined {
  switch (outcome.outcome) {
    case 'captured':
      return transition(order, [{ to: 'paid' }], 'captured');
    case 'promised':
      return transition(order, [{ to: 'paid' }]);
    case 'awaiting_funds':
      return order.status === 'received' ? transition(order, [{ to: 'awaiting_payment' }]) : undefined;
    case 'refused': {
      const to = order.status === 'received' ? 'rejected' : 'cancelled';
      return transition(
        order,
        [{ to, reasonCode: `merchant_${outcome.code}`, data: { detail: outcome.detail } }],
        'failed',
      );
    }
  }
}

function waitForFunds(order: StageOrder): ParkedOrder {
  return {
    orderId: order.id,
    stage: 'payment',
    reason: 'funds',
    key: order.merchantId,
    detail: { amount_minor: order.amountMinor, currency: order.currency },
  };
}

function isUnpaid({ status }: StageOrder): boolean {
  return status === 'received' || status === 'awaiting_payment';
}
