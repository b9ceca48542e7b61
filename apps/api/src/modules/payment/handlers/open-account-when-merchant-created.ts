import { TransactionalEvents } from '#lib/database';
import { MerchantCreated } from '#module/gateway';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { OpenAccounts } from '../use-cases/open-accounts';

/** A merchant without an account could place orders that nobody can settle, so both are made in one transaction. */
@Injectable()
export class OpenAccountWhenMerchantCreated implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(OpenAccounts) private readonly openAccounts: OpenAccounts,
  ) {}

  onModuleInit(): void {
    this.events.on(MerchantCreated, (ctx, tx, { merchantId, currency, creditLimitMinor }) =>
      this.openAccounts.execute(ctx, tx, [{ merchantId, currency, creditLimitMinor }]),
    );
  }
}
