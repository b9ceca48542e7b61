import { recordChanges } from '#lib/audit';
import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { availableMinor, MAX_BALANCE_MINOR } from '../domain/ledger';
import { type Account, AccountRepository } from '../persistence/account.repository';
import { TransferRepository } from '../persistence/transfer.repository';
import { accountNotFound } from './account-not-found';
import { ResumeWaitingOrders } from './resume-waiting-orders';

/** Money that arrived from a merchant; `amountMinor` > 0 in minor units of `currency`. */
export interface Deposit {
  readonly merchantId: string;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface TopUp extends Deposit {
  readonly id: string;
  readonly balanceMinor: number;
  readonly createdAt: Date;
  /** How many orders that waited for funds go on. */
  readonly resumedOrders: number;
}

/** Credits a merchant's account and sets the orders going that waited for it, in one transaction. */
@Injectable()
export class TopUpAccount {
  constructor(
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
    @Inject(ResumeWaitingOrders) private readonly resume: ResumeWaitingOrders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The account is locked before anything else, so that an order which parks meanwhile is seen. */
  async execute(ctx: Context, tx: Tx, deposit: Deposit): Promise<TopUp> {
    const account = (await this.accounts.lock(tx, [deposit.merchantId])).get(deposit.merchantId);
    if (account === undefined) throw accountNotFound(deposit.merchantId);
    assertFits(account, deposit);
    const topUp = { ...deposit, id: uuidv7(), createdAt: this.clock.now() };
    await this.transfers.topUp(tx, topUp, topUp.createdAt);
    const balanceMinor = account.balanceMinor + deposit.amountMinor;
    const [before, after] = [{ balance_minor: account.balanceMinor }, { balance_minor: balanceMinor }];
    recordChanges(tx, [{ ctx, resource: 'account', id: deposit.merchantId, before, after }]);
    const fundsMinor = availableMinor({ balanceMinor, creditLimitMinor: account.creditLimitMinor });
    const resumedOrders = await this.resume.execute(tx, new Map([[deposit.merchantId, fundsMinor]]));
    return { ...topUp, balanceMinor, resumedOrders };
  }
}

function assertFits(account: Account, deposit: Deposit): void {
  if (account.currency !== deposit.currency) {
    throw new DomainError(
      'refused',
      'payment.currency_mismatch',
      `The account is kept in ${account.currency}; it cannot be topped up in ${deposit.currency}`,
      { errors: [{ pointer: '/currency', detail: `must be ${account.currency}` }] },
    );
  }
  const roomMinor = MAX_BALANCE_MINOR - account.balanceMinor;
  if (deposit.amountMinor > roomMinor) {
    throw new DomainError(
      'refused',
      'payment.balance_too_large',
      `A balance may reach ${MAX_BALANCE_MINOR} minor units; this account has room for ${roomMinor}`,
      { errors: [{ pointer: '/amount_minor', detail: `must be at most ${roomMinor}` }] },
    );
  }
}
