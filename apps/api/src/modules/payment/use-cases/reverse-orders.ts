import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { availableMinor } from '../domain/ledger';
import { AccountRepository } from '../persistence/account.repository';
import { AwaitingFundsRepository } from '../persistence/awaiting-funds.repository';
import { TransferRepository } from '../persistence/transfer.repository';
import { ResumeWaitingOrders } from './resume-waiting-orders';

/** Gives back what ended orders had paid, exactly once, and lets waiting orders of their merchants have it. */
@Injectable()
export class ReverseOrders {
  constructor(
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
    @Inject(AwaitingFundsRepository) private readonly awaiting: AwaitingFundsRepository,
    @Inject(ResumeWaitingOrders) private readonly resume: ResumeWaitingOrders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The caller's transaction holds the orders' locks. Orders that paid nothing from an account are passed over. */
  async execute(_ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    if (orderIds.length === 0) return;
    const merchantIds = await this.awaiting.forget(tx, orderIds);
    if (merchantIds.length === 0) return;
    const accounts = await this.accounts.lock(tx, merchantIds);
    const refunded = await this.transfers.refund(tx, orderIds, this.clock.now());
    const fundsMinor = new Map(
      [...accounts.values()].map((account) => [
        account.merchantId,
        availableMinor(account) + (refunded.get(account.merchantId) ?? 0),
      ]),
    );
    await this.resume.execute(tx, fundsMinor, new Set(orderIds));
  }
}
