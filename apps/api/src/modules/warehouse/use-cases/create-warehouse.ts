import { bumpVersion, TransactionalEvents, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { WarehouseRepository } from '../persistence/warehouse.repository';
import type { Warehouse } from '../domain/resources';
import { WarehouseOpening } from '../warehouse.events';

/** Opens a warehouse. Its stock is received apart. */
@Injectable()
export class CreateWarehouse {
  constructor(
    @Inject(WarehouseRepository) private readonly warehouses: WarehouseRepository,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `warehouse.code_taken`, `warehouse.facility_taken` (conflict) and `warehouse.unknown_facility` (refused). */
  async execute(
    ctx: Context,
    tx: Tx,
    wanted: { readonly code: string; readonly name: string; readonly facilityId: string; readonly active: boolean },
  ): Promise<Warehouse> {
    const now = this.clock.now();
    const warehouse = { id: uuidv7(), ...wanted, openedAt: now, version: 1, createdAt: now, updatedAt: now };
    await this.warehouses.insert(tx, warehouse);
    await this.events.publish(ctx, tx, new WarehouseOpening(wanted.facilityId, '/facility_id'));
    await bumpVersion(tx, 'catalog');
    return warehouse;
  }
}
