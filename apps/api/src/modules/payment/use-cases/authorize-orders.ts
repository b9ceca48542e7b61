import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type PaymentOutcome, type PaymentRequest, settleOrders } from '../domain/settle-orders';
import { AccountRepository } from '../persistence/account.repository';
import { AwaitingFundsRepository } from '../persistence/awaiting-funds.repository';
import { TransferRepository } from '../persistence/transfer.repository';

/**
 * Meets the payment condition of a batch inside the caller's transaction, which holds the orders' locks. The
 * accounts stay locked until it ends: whoever brings funds meanwhile waits, and then sees who was parked for them.
 */
@Injectable()
export class AuthorizeOrders {
  constructor(
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
    @Inject(AwaitingFundsRepository) private readonly awaiting: AwaitingFundsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Outcomes come in the order of the requests. */
  async execute(_ctx: Context, tx: Tx, requests: readonly PaymentRequest[]): Promise<readonly PaymentOutcome[]> {
    const charged = requests.filter((request) => request.terms === 'account');
    if (charged.length === 0) return settleOrders(requests, new Map(), new Map()).outcomes;
    const before = await this.transfers.settledBefore(
      tx,
      charged.map((request) => request.orderId),
    );
    const unsettled = charged.filter((request) => !before.has(request.orderId));
    const merchantIds = new Set(unsettled.map((request) => request.merchantId));
    const accounts = await this.accounts.lock(tx, [...merchantIds]);
    const { outcomes, captures } = settleOrders(requests, accounts, before);
    await this.transfers.capture(tx, captures, this.clock.now());
    await this.awaiting.note(tx, waiting(requests, outcomes));
    return outcomes;
  }
}

function waiting(requests: readonly PaymentRequest[], outcomes: readonly PaymentOutcome[]): PaymentRequest[] {
  return requests.filter((_, index) => outcomes[index]?.outcome === 'awaiting_funds');
}
