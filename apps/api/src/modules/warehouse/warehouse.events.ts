import { TransactionalEvent } from '#lib/database';

/**
 * A warehouse is about to take orders at a facility; published in that transaction. Warehouse does not know the network:
 * who does throws a `refused` when the facility isn't there, and otherwise keeps it there until the transaction ends.
 */
export class WarehouseOpening extends TransactionalEvent {
  override readonly type = 'warehouse.opening';
  constructor(
    readonly facilityId: string,
    /** The part of the request that asks for it. */
    readonly pointer: '/facility_id' | '/active',
  ) {
    super();
  }
}
