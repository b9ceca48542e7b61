import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { availableMinor } from '../domain/ledger';
import { type AccountState, type PaymentOutcome, type PaymentRequest, settleOrders } from '../domain/settle-orders';
import { AccountRepository } from '../persistence/account.repository';
import { AwaitingFundsRepository } from '../persistence/awaiting-funds.repository';
import { TransferRepository } from '../persistence/transfer.repository';
import { ResumeWaitingOrders } from './resume-waiting-orders';

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
    @Inject(ResumeWaitingOrders) private readonly resume: ResumeWaitingOrders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Outcomes come in the order of the requests. */
  async execute(_ctx: Context, tx: Tx, requests: readonly PaymentRequest[]): Promise<readonly PaymentOutcome[]> {
    const charged = requests.filter((request) => request.terms === 'account');
    if (charged.length === 0) return settleOrders(requests, new Map(), new Map()).outcomes;
    const merchantIds = new Set(charged.map((request) => request.merchantId));
    const [before, accounts] = await Promise.all([
      this.transfers.settledBefore(
        tx,
        charged.map((request) => request.orderId),
      ),
      this.accounts.lock(tx, [...merchantIds]),
    ]);
    const { outcomes, captures } = settleOrders(requests, accounts, before);
    this.transfers.capture(tx, captures, this.clock.now());
    const refused = waiting(requests, outcomes);
    await this.awaiting.note(tx, refused);
    // Two who brought funds may have resumed more than these reach, and passed over others that what is left would pay.
    const left = new Map<string, number>();
    for (const { merchantId } of refused) {
      const account = accounts.get(merchantId);
      if (account === undefined || left.has(merchantId)) continue;
      left.set(merchantId, fundsLeft(account, captures));
    }
    await this.resume.execute(tx, left);
    return outcomes;
  }
}

function fundsLeft(account: AccountState, captures: readonly PaymentRequest[]): number {
  const taken = captures.filter(({ merchantId }) => merchantId === account.merchantId);
  return taken.reduce((left, { amountMinor }) => left - amountMinor, availableMinor(account));
}

function waiting(requests: readonly PaymentRequest[], outcomes: readonly PaymentOutcome[]): PaymentRequest[] {
  return requests.filter((_, index) => outcomes[index]?.outcome === 'awaiting_funds');
}
