import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Account, AccountRepository } from '../persistence/account.repository';
import { accountNotFound } from './account-not-found';

/** Shows one merchant's account to itself or to staff. */
@Injectable()
export class ReadAccount {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
  ) {}

  /** Throws `payment.account_not_found`, also when the account is another tenant's. */
  async execute(ctx: Context, merchantId: string): Promise<Account> {
    if (ctx.merchantId !== undefined && ctx.merchantId !== merchantId) throw accountNotFound(merchantId);
    const account = await this.accounts.find(this.database.statements(ctx), merchantId);
    if (account === undefined) throw accountNotFound(merchantId);
    return account;
  }
}
