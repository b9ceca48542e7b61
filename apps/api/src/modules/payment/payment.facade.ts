import type { Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderTransfer } from './domain/ledger';
import type { PaymentOutcome, PaymentRequest } from './domain/settle-orders';
import { TransferRepository, type CashOrder } from './persistence/transfer.repository';
import { AuthorizeOrders } from './use-cases/authorize-orders';
import { CaptureOnDelivery } from './use-cases/capture-on-delivery';
import { ChangeCreditLimit } from './use-cases/change-credit-limit';
import { ReverseOrders } from './use-cases/reverse-orders';
import { type Deposit, type TopUp, TopUpAccount } from './use-cases/top-up-account';

/** What an order delivered for cash owes; the merchant's account has no part in it. */
export interface DeliveredOrder extends CashOrder {
  readonly merchantId: string;
}

/**
 * Money, for the other modules. Every call belongs to the caller's transaction, which holds the locks of the orders
 * that it names; accounts are locked here, in the order of their ids, and stay locked until that transaction ends.
 */
@Injectable()
export class PaymentFacade {
  constructor(
    @Inject(AuthorizeOrders) private readonly authorizeOrders: AuthorizeOrders,
    @Inject(ReverseOrders) private readonly reverseOrders: ReverseOrders,
    @Inject(CaptureOnDelivery) private readonly collectCash: CaptureOnDelivery,
    @Inject(TopUpAccount) private readonly topUpAccount: TopUpAccount,
    @Inject(ChangeCreditLimit) private readonly changeLimit: ChangeCreditLimit,
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
  ) {}

  /**
   * Decides up to 512 orders, oldest id first; outcomes come in the order of the requests. `captured`: the account
   * paid, now or before. `promised`: cash on delivery. `awaiting_funds`: park it with reason `funds`, the merchant's
   * id as key and this `detail`. `refused`: for good, with a code (`payment.currency_mismatch`,
   * `payment.account_missing`, `payment.refunded`).
   */
  authorize(ctx: Context, tx: Tx, requests: readonly PaymentRequest[]): Promise<readonly PaymentOutcome[]> {
    return this.authorizeOrders.execute(ctx, tx, requests);
  }

  /**
   * Ends the money side of orders that were cancelled, rejected or expired: gives captures back exactly once and
   * resumes orders that the freed funds reach. Call it for unpaid orders too: one that had been resumed for funds
   * leaves them to the next.
   */
  reverse(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    return this.reverseOrders.execute(ctx, tx, orderIds);
  }

  /** Books the cash of delivered orders, once per order however often it is reported. */
  captureOnDelivery(ctx: Context, tx: Tx, orders: readonly DeliveredOrder[]): Promise<void> {
    return this.collectCash.execute(ctx, tx, orders);
  }

  /** Credits an account without an idempotency record: for imports, whose own transaction decides that they run once. */
  topUp(ctx: Context, tx: Tx, deposit: Deposit): Promise<TopUp> {
    return this.topUpAccount.execute(ctx, tx, deposit);
  }

  /** Throws `payment.credit_in_use` (conflict) when the merchant already owes more than that. */
  changeCreditLimit(ctx: Context, tx: Tx, merchantId: string, creditLimitMinor: number): Promise<void> {
    return this.changeLimit.execute(ctx, tx, merchantId, creditLimitMinor);
  }

  /** The money that moved for an order, oldest first; reads only. */
  transfersOf(_ctx: Context, db: Queryable, orderId: string): Promise<OrderTransfer[]> {
    return this.transfers.ofOrder(db, orderId);
  }
}
