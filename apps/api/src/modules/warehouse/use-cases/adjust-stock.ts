import { recordChanges } from '#lib/audit';
import type { Tx } from '#lib/database';
import { actorName, CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { StockKey } from '../domain/free-stock';
import { MAX_ON_HAND, tooMuchStock } from '../domain/stock-limits';
import { MovementRepository } from '../persistence/movement.repository';
import { type StockRow, StockRepository } from '../persistence/stock.repository';
import { ResumeWaiting } from './resume-waiting';

export interface Adjustment extends StockKey {
  /** Units found (above 0) or missing (below 0) when the shelf was counted. */
  readonly quantityDelta: number;
  readonly reason: string;
}

/** Brings the books in line with the shelf. What orders have reserved can't be counted away. */
@Injectable()
export class AdjustStock {
  constructor(
    @Inject(StockRepository) private readonly stock: StockRepository,
    @Inject(MovementRepository) private readonly movements: MovementRepository,
    @Inject(ResumeWaiting) private readonly resumeWaiting: ResumeWaiting,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Answers the stock row as it is now. Throws `warehouse.stock_not_found` (not_found) where the SKU was never received,
   * `warehouse.below_reserved` and `warehouse.too_much_stock` (refused).
   */
  async execute(ctx: Context, tx: Tx, adjustment: Adjustment): Promise<StockRow> {
    const { warehouseId, sku, quantityDelta, reason } = adjustment;
    const before = await this.stock.lockRow(tx, adjustment);
    if (before === undefined) {
      const message = `Warehouse ${warehouseId} has never received ${sku}`;
      throw new DomainError('not_found', 'warehouse.stock_not_found', message);
    }
    const onHand = before.onHand + quantityDelta;
    if (onHand < before.reserved) throw belowReserved(before, quantityDelta);
    if (onHand > MAX_ON_HAND) throw tooMuchStock(sku, onHand);
    await this.stock.adjust(tx, before, quantityDelta);
    const movement = { id: uuidv7(), warehouseId, sku, kind: 'adjustment' as const, quantity: quantityDelta, reason };
    await this.movements.record(tx, [{ ...movement, actor: actorName(ctx), recordedAt: this.clock.now() }]);
    const [was, became] = [{ on_hand: before.onHand }, { on_hand: onHand, reason }];
    recordChanges(tx, [{ ctx, resource: 'stock', id: `${warehouseId}/${sku}`, before: was, after: became }]);
    if (quantityDelta > 0) await this.resumeWaiting.afterBringing(tx, [before]);
    return { ...before, onHand };
  }
}

function belowReserved({ sku, onHand, reserved }: StockRow, quantityDelta: number): DomainError {
  const message = `${sku} has ${onHand} on hand and ${reserved} reserved: ${quantityDelta} would leave ${onHand + quantityDelta} for ${reserved} reserved; the least possible change is ${reserved - onHand}`;
  return new DomainError('refused', 'warehouse.below_reserved', message, {
    context: { on_hand: onHand, reserved, quantity_delta: quantityDelta },
  });
}
