import { type Queryable, statement } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { StockKey } from '../domain/free-stock';
import type { StockRow } from './stock.repository';

/** Two statements, one per index: a filter that may be absent would be planned for its absence. */
const BY_SKU = statement(
  'warehouse.list-stock',
  `select warehouse_id, sku, on_hand, reserved from stock
   where (sku, warehouse_id) > ($1, $2) and ($3::text is null or sku = $3)
   order by sku, warehouse_id limit $4`,
);

const OF_WAREHOUSE = statement(
  'warehouse.list-stock-of-warehouse',
  `select warehouse_id, sku, on_hand, reserved from stock
   where warehouse_id = $5 and sku >= $1 and (sku, warehouse_id) > ($1, $2) and ($3::text is null or sku = $3)
   order by warehouse_id, sku limit $4`,
);

export interface StockFilter {
  readonly warehouseId?: string | undefined;
  readonly sku?: string | undefined;
}

/** Stock for people, ordered by SKU, then warehouse. */
@Injectable()
export class StockListRepository {
  async list(db: Queryable, filter: StockFilter, after: StockKey, limit: number): Promise<StockRow[]> {
    const start = [after.sku, after.warehouseId, filter.sku ?? null, limit];
    const rows =
      filter.warehouseId === undefined
        ? await db.query<ListedRow>(BY_SKU, start)
        : await db.query<ListedRow>(OF_WAREHOUSE, [...start, filter.warehouseId]);
    return rows.map((row) => ({
      warehouseId: row.warehouse_id,
      sku: row.sku,
      onHand: row.on_hand,
      reserved: row.reserved,
    }));
  }
}

interface ListedRow {
  warehouse_id: string;
  sku: string;
  on_hand: number;
  reserved: number;
}
