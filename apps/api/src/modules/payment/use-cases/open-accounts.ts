import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { AccountRepository, type NewAccount } from '../persistence/account.repository';

/** Opens merchants' accounts at balance 0 in the transaction that creates the merchants. */
@Injectable()
export class OpenAccounts {
  constructor(
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(_ctx: Context, tx: Tx, accounts: readonly NewAccount[]): Promise<void> {
    if (accounts.length > 0) await this.accounts.open(tx, accounts, this.clock.now());
  }
}
