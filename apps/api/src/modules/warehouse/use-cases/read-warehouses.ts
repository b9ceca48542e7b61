import { Database, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Warehouse } from '../domain/resources';
import type { ActiveWarehouse } from '../persistence/catalog.repository';
import { WarehouseRepository } from '../persistence/warehouse.repository';
import { warehouseNotFound } from './not-found';

@Injectable()
export class ReadWarehouses {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WarehouseRepository) private readonly warehouses: WarehouseRepository,
  ) {}

  /** Throws `warehouse.warehouse_not_found`. */
  async one(ctx: Context, id: string): Promise<Warehouse> {
    const warehouse = await this.warehouses.find(this.database.entities(ctx), id);
    if (warehouse === null) throw warehouseNotFound(id);
    return warehouse;
  }

  /** By id, behind `after`. */
  page(ctx: Context, after: string | undefined, limit: number): Promise<Warehouse[]> {
    return this.warehouses.list(this.database.entities(ctx), after, limit);
  }

  /** The active warehouse at a facility, from the database: what `tx` has waited for is seen. */
  openAt(_ctx: Context, tx: Tx, facilityId: string): Promise<ActiveWarehouse | undefined> {
    return this.warehouses.openAt(tx, facilityId);
  }
}
