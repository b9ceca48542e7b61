import { TransactionalEvents } from '#lib/database';
import { MerchantCreditLimitChanged } from '#module/gateway';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeCreditLimit } from '../use-cases/change-credit-limit';

/** The floor of the account follows the merchant's limit at once; a limit below what is owed undoes both. */
@Injectable()
export class ChangeCreditLimitWhenMerchantChanged implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(ChangeCreditLimit) private readonly changeCreditLimit: ChangeCreditLimit,
  ) {}

  onModuleInit(): void {
    this.events.on(MerchantCreditLimitChanged, (ctx, tx, { merchantId, creditLimitMinor }) =>
      this.changeCreditLimit.execute(ctx, tx, merchantId, creditLimitMinor),
    );
  }
}
