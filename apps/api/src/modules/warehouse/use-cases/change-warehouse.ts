import { bumpVersion, Database, TransactionalEvents } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Warehouse } from '../domain/resources';
import { WarehouseRepository } from '../persistence/warehouse.repository';
import { WarehouseOpening } from '../warehouse.events';
import { warehouseNotFound } from './not-found';

/** What stays undefined is left as it is. */
export interface WarehouseChange {
  readonly name?: string | undefined;
  readonly active?: boolean | undefined;
}

/** Renames, opens or closes a warehouse. */
@Injectable()
export class ChangeWarehouse {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WarehouseRepository) private readonly warehouses: WarehouseRepository,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Throws `warehouse.warehouse_not_found`, stale when it has another version than `expected`, and (refused)
   * `warehouse.unknown_facility` when it is to open at a facility that was removed meanwhile.
   */
  async execute(ctx: Context, id: string, expected: number, change: WarehouseChange): Promise<Warehouse> {
    return this.database.transaction(ctx, async (tx) => {
      const before = await this.warehouses.lock(tx, id);
      if (before === null) throw warehouseNotFound(id);
      requireVersion(before.version, expected);
      const updatedAt = this.clock.now();
      const active = change.active ?? before.active;
      const opens = active && !before.active;
      const openedAt = opens ? updatedAt : before.openedAt;
      const name = change.name ?? before.name;
      const after = { ...before, name, active, openedAt, version: before.version + 1, updatedAt };
      await this.warehouses.update(tx, after);
      if (opens) await this.events.publish(ctx, tx, new WarehouseOpening(before.facilityId, '/active'));
      await bumpVersion(tx, 'catalog');
      return after;
    });
  }
}
