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

/**
 * Clients are being made that act for these couriers. The gateway does not know couriers: who does throws a `refused`
 * with the pointer `/courier_id` when one isn't there, and no client is made.
 */
export class CourierClientsCreated extends TransactionalEvent {
  readonly type = 'gateway.courier_clients_created';

  constructor(
    /** Each once, at least one. */
    readonly courierIds: readonly string[],
  ) {
    super();
  }
}
