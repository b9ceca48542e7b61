import { TransactionalEvent } from '#lib/database';

/** A tenant exists from this transaction on; `payment` opens its account in it. */
export class MerchantCreated extends TransactionalEvent {
  readonly type = 'gateway.merchant_created';

  constructor(
    readonly merchantId: string,
    readonly name: string,
    /** ISO 4217. */
    readonly currency: string,
    readonly creditLimitMinor: number,
  ) {
    super();
  }
}

/** How far below zero a merchant's balance may go has changed; the account's floor must follow in this transaction. */
export class MerchantCreditLimitChanged extends TransactionalEvent {
  readonly type = 'gateway.merchant_credit_limit_changed';

  constructor(
    readonly merchantId: string,
    readonly creditLimitMinor: number,
  ) {
    super();
  }
}
