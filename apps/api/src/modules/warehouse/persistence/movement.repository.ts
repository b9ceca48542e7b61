import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { StockKey } from '../domain/free-stock';

/** Why stock changed by other means than an order; written once, never changed. */
export interface Movement extends StockKey {
  readonly id: string;
  readonly kind: 'receipt' | 'adjustment';
  /** Units; negative where an adjustment takes away. */
  readonly quantity: number;
  readonly reason: string;
  /** `client:<id>` or `system:<name>`. */
  readonly actor: string;
  readonly recordedAt: Date;
}

const RECORD = statement(
  'warehouse.record-movements',
  `insert into stock_movements (id, warehouse_id, sku, kind, quantity, reason, actor, recorded_at)
   select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::timestamptz[])`,
);

const LIST = statement(
  'warehouse.list-movements',
  `select id, warehouse_id, sku, kind, quantity, reason, actor, recorded_at from stock_movements
   where warehouse_id = $1 and id > $2 and ($3::text is null or sku = $3) order by id limit $4`,
);

@Injectable()
export class MovementRepository {
  async record(tx: Tx, movements: readonly Movement[]): Promise<void> {
    await tx.execute(RECORD, [
      movements.map(({ id }) => id),
      movements.map(({ warehouseId }) => warehouseId),
      movements.map(({ sku }) => sku),
      movements.map(({ kind }) => kind),
      movements.map(({ quantity }) => quantity),
      movements.map(({ reason }) => reason),
      movements.map(({ actor }) => actor),
      movements.map(({ recordedAt }) => recordedAt),
    ]);
  }

  /** Oldest first, behind the movement `after`. */
  async list(
    db: Queryable,
    filter: { readonly warehouseId: string; readonly sku?: string | undefined },
    after: string,
    limit: number,
  ): Promise<Movement[]> {
    const rows = await db.query<MovementRow>(LIST, [filter.warehouseId, after, filter.sku ?? null, limit]);
    return rows.map((row) => ({
      id: row.id,
      warehouseId: row.warehouse_id,
      sku: row.sku,
      kind: row.kind,
      quantity: row.quantity,
      reason: row.reason,
      actor: row.actor,
      recordedAt: row.recorded_at,
    }));
  }
}

interface MovementRow {
  id: string;
  warehouse_id: string;
  sku: string;
  kind: Movement['kind'];
  quantity: number;
  reason: string;
  actor: string;
  recorded_at: Date;
}
