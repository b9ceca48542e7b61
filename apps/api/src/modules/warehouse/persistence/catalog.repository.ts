import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

const SHARE_SKUS = statement(
  'warehouse.share-skus',
  `select sku from skus where sku = any($1::text[]) order by sku for share`,
);

const LOCK_SKUS = statement(
  'warehouse.lock-skus',
  `select sku from skus where sku = any($1::text[]) order by sku for no key update`,
);

const LOCK_WAREHOUSES = statement(
  'warehouse.lock-warehouses',
  `select id from warehouses where id = any($1::uuid[]) order by id for no key update`,
);

const READ_WEIGHTS = statement('warehouse.read-weights', `select sku, weight_g from skus`);

const READ_ACTIVE = statement(
  'warehouse.read-active-warehouses',
  `select id, facility_id, name from warehouses where active order by id`,
);

const KNOWN_SKUS = statement('warehouse.known-skus', `select sku from skus where sku = any($1::text[])`);

const HAS_WAREHOUSE = statement('warehouse.has-warehouse', `select 1 from warehouses where id = $1`);

/** An active warehouse as the snapshot holds it. */
export interface ActiveWarehouse {
  readonly id: string;
  readonly facilityId: string;
  readonly name: string;
}

/**
 * The catalog's rows as locks and as a whole. The row of a SKU is the meeting point of those who bring stock and those
 * who are about to report that there is none: the stock row that will be brought may not exist yet.
 */
@Injectable()
export class CatalogRepository {
  /** Keeps stock of these SKUs from being brought unseen; any number of batches may hold this at once. */
  async shareSkus(tx: Tx, skus: readonly string[]): Promise<void> {
    await tx.execute(SHARE_SKUS, [skus]);
  }

  /** Waits for those who are about to report a shortage of these SKUs, and keeps new ones waiting. */
  async lockSkus(tx: Tx, skus: readonly string[]): Promise<void> {
    await tx.execute(LOCK_SKUS, [skus]);
  }

  async lockWarehouses(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.execute(LOCK_WAREHOUSES, [ids]);
  }

  async weights(db: Queryable): Promise<ReadonlyMap<string, number>> {
    const rows = await db.query<{ sku: string; weight_g: number }>(READ_WEIGHTS);
    return new Map(rows.map((row) => [row.sku, row.weight_g]));
  }

  async activeWarehouses(db: Queryable): Promise<ActiveWarehouse[]> {
    const rows = await db.query<{ id: string; facility_id: string; name: string }>(READ_ACTIVE);
    return rows.map((row) => ({ id: row.id, facilityId: row.facility_id, name: row.name }));
  }

  async knownSkus(db: Queryable, skus: readonly string[]): Promise<Set<string>> {
    return new Set((await db.query<{ sku: string }>(KNOWN_SKUS, [skus])).map(({ sku }) => sku));
  }

  async hasWarehouse(db: Queryable, id: string): Promise<boolean> {
    return (await db.query(HAS_WAREHOUSE, [id])).length > 0;
  }
}
