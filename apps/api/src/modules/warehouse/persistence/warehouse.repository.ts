import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import type { Warehouse } from '../domain/resources';
import { rethrowTaken } from './taken';
import type { ActiveWarehouse } from './catalog.repository';
import { WarehouseEntity } from './warehouse.entity';

const OPEN_AT = statement(
  'warehouse.open-at',
  `select id, facility_id as "facilityId", name from warehouses where facility_id = $1 and active`,
);

@Injectable()
export class WarehouseRepository {
  async insert(tx: Tx, warehouse: Warehouse): Promise<void> {
    const { code, facilityId } = warehouse;
    try {
      await tx.manager.insert(WarehouseEntity, warehouse);
    } catch (error) {
      rethrowTaken(error, {
        warehouses_code_key: ['warehouse.code_taken', `Another warehouse has the code ${code}`],
        warehouses_facility_id_key: [
          'warehouse.facility_taken',
          `Another warehouse stands at the facility ${facilityId}`,
        ],
      });
    }
  }

  /** Locks it against other changes. */
  lock(tx: Tx, id: string): Promise<Warehouse | null> {
    return tx.manager.findOne(WarehouseEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  async update(tx: Tx, { id, name, active, openedAt, version, updatedAt }: Warehouse): Promise<void> {
    await tx.manager.update(WarehouseEntity, { id }, { name, active, openedAt, version, updatedAt });
  }

  find(entities: EntityManager, id: string): Promise<Warehouse | null> {
    return entities.findOneBy(WarehouseEntity, { id });
  }

  /** The active one that stands at the facility, as it is committed now. */
  async openAt(db: Queryable, facilityId: string): Promise<ActiveWarehouse | undefined> {
    return (await db.query<ActiveWarehouse>(OPEN_AT, [facilityId]))[0];
  }

  /** By id, behind `after`. */
  list(entities: EntityManager, after: string | undefined, limit: number): Promise<Warehouse[]> {
    const where = after === undefined ? {} : { id: MoreThan(after) };
    return entities.find(WarehouseEntity, { where, order: { id: 'ASC' }, take: limit });
  }
}
