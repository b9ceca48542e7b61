import { recordChanges } from '#lib/audit';
import type { Tx } from '#lib/database';
import { actorName, CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Line } from '../domain/free-stock';
import { MAX_ON_HAND, tooMuchStock } from '../domain/stock-limits';
import { sumLines } from '../domain/sum-lines';
import { CatalogRepository } from '../persistence/catalog.repository';
import { MovementRepository } from '../persistence/movement.repository';
import { type StockRow, StockRepository } from '../persistence/stock.repository';
import { ResumeWaiting } from './resume-waiting';

export interface Receipt {
  readonly warehouseId: string;
  /** Quantities above 0; a SKU may stand in several lines. */
  readonly lines: readonly Line[];
  readonly reason: string;
}

/** Puts goods that arrived on the shelf, and sets orders going that wait for them. */
@Injectable()
export class ReceiveStock {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(StockRepository) private readonly stock: StockRepository,
    @Inject(MovementRepository) private readonly movements: MovementRepository,
    @Inject(ResumeWaiting) private readonly resumeWaiting: ResumeWaiting,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Answers the stock rows as they are now. Throws (refused) `warehouse.unknown_warehouse`, `warehouse.unknown_sku`
   * and `warehouse.too_much_stock`.
   */
  async execute(ctx: Context, tx: Tx, receipt: Receipt): Promise<StockRow[]> {
    const { warehouseId, reason } = receipt;
    await this.requireKnown(tx, receipt);
    const lines = sumLines(receipt.lines);
    const over = lines.find(({ quantity }) => quantity > MAX_ON_HAND);
    if (over !== undefined) throw tooMuchStock(over.sku, over.quantity);
    const rows = await this.stock.receive(tx, warehouseId, lines);
    const full = rows.find(({ onHand }) => onHand > MAX_ON_HAND);
    if (full !== undefined) throw tooMuchStock(full.sku, full.onHand);
    const [actor, recordedAt] = [actorName(ctx), this.clock.now()];
    await this.movements.record(
      tx,
      lines.map((line) => ({ id: uuidv7(), warehouseId, ...line, kind: 'receipt', reason, actor, recordedAt })),
    );
    recordChanges(
      tx,
      lines.map(({ sku, quantity }) => ({
        ctx,
        resource: 'stock',
        id: `${warehouseId}/${sku}`,
        before: null,
        after: { received: quantity, reason },
      })),
    );
    await this.resumeWaiting.afterBringing(tx, rows);
    return rows;
  }

  private async requireKnown(tx: Tx, { warehouseId, lines }: Receipt): Promise<void> {
    if (!(await this.catalog.hasWarehouse(tx, warehouseId))) {
      const detail = `There is no warehouse ${warehouseId}`;
      throw new DomainError('refused', 'warehouse.unknown_warehouse', detail, {
        errors: [{ pointer: '/warehouse_id', detail }],
      });
    }
    const known = await this.catalog.knownSkus(tx, [...new Set(lines.map(({ sku }) => sku))]);
    const errors = lines.flatMap(({ sku }, index) =>
      known.has(sku) ? [] : [{ pointer: `/lines/${index}/sku`, detail: `There is no SKU ${sku}` }],
    );
    if (errors.length === 0) return;
    throw new DomainError('refused', 'warehouse.unknown_sku', 'The receipt names SKUs that do not exist', { errors });
  }
}
