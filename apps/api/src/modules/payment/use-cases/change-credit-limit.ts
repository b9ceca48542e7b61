import type { Tx } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { availableMinor } from '../domain/ledger';
import { AccountRepository } from '../persistence/account.repository';
import { accountNotFound } from './account-not-found';
import { ResumeWaitingOrders } from './resume-waiting-orders';

/** Lets a merchant owe more or less from now on. More credit sets waiting orders going at once. */
@Injectable()
export class ChangeCreditLimit {
  constructor(
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(ResumeWaitingOrders) private readonly resume: ResumeWaitingOrders,
  ) {}

  /** Throws `payment.credit_in_use` (conflict) when the merchant already owes more than the new limit. */
  async execute(_ctx: Context, tx: Tx, merchantId: string, creditLimitMinor: number): Promise<void> {
    const account = (await this.accounts.lock(tx, [merchantId])).get(merchantId);
    if (account === undefined) throw accountNotFound(merchantId);
    const fundsMinor = availableMinor({ balanceMinor: account.balanceMinor, creditLimitMinor });
    if (fundsMinor < 0) {
      throw new DomainError(
        'conflict',
        'payment.credit_in_use',
        `The merchant owes ${-account.balanceMinor} minor units of ${account.currency}; a credit limit of ${creditLimitMinor} is below that`,
        { context: { balance_minor: account.balanceMinor, credit_limit_minor: creditLimitMinor } },
      );
    }
    await this.accounts.setCreditLimit(tx, merchantId, creditLimitMinor);
    await this.resume.execute(tx, new Map([[merchantId, fundsMinor]]));
  }
}
