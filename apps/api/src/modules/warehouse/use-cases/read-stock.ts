import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { StockKey } from '../domain/free-stock';
import { type Movement, MovementRepository } from '../persistence/movement.repository';
import { type StockFilter, StockListRepository } from '../persistence/stock-list.repository';
import type { StockRow } from '../persistence/stock.repository';

/** Before every row. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Stock and its movements, for people. */
@Injectable()
export class ReadStock {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StockListRepository) private readonly stock: StockListRepository,
    @Inject(MovementRepository) private readonly movementRows: MovementRepository,
  ) {}

  /** By SKU, then warehouse, behind `after`. */
  levels(ctx: Context, filter: StockFilter, after: StockKey | undefined, limit: number): Promise<StockRow[]> {
    const start = after ?? { sku: '', warehouseId: FIRST_ID };
    return this.stock.list(this.database.statements(ctx), filter, start, limit);
  }

  /** Receipts and adjustments of one warehouse, oldest first, behind `after`. */
  movements(
    ctx: Context,
    filter: { readonly warehouseId: string; readonly sku?: string | undefined },
    after: string | undefined,
    limit: number,
  ): Promise<Movement[]> {
    return this.movementRows.list(this.database.statements(ctx), filter, after ?? FIRST_ID, limit);
  }
}
