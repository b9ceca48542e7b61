import { TransactionalEvent } from '#lib/database';

/** Parcels that could not be handed over have a courier for the next attempt; published in that transaction. */
export class DeliveriesReplanned extends TransactionalEvent {
  override readonly type = 'order.deliveries_replanned';
  constructor(
    readonly deliveries: readonly { readonly orderId: string; readonly courierId: string }[],
    readonly replannedAt: Date,
  ) {
    super();
  }
}
