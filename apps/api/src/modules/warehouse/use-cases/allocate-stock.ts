import type { Tx } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import { type Allocation, allocate, type Demand, type Reserved, type Short } from '../domain/allocate';
import { FreeStock } from '../domain/free-stock';
import { rowsOf, skusOf } from '../domain/sum-lines';
import { CatalogRepository } from '../persistence/catalog.repository';
import { StockRepository } from '../persistence/stock.repository';
import { planAllocation, readAll } from './plan-allocation';
import { StockContended } from './stock-contended';

/** Every order's outcome; all rows of the reserved ones are locked, and their stock is not yet taken from them. */
export interface AllocatedBatch {
  readonly reserved: readonly Reserved[];
  readonly short: readonly Short[];
}

/**
 * Decides a batch so that its decision holds until the transaction ends, with one lock per row that it will change.
 *
 * Locks are taken once, sorted, on the rows that an unlocked forecast names; under them the same orders are decided
 * again. What has changed since the forecast is settled without waiting for further stock rows, since that could
 * deadlock: rows that are free to lock are taken, else the transaction runs again on newer figures.
 */
@Injectable()
export class AllocateStock {
  constructor(
    @Inject(StockRepository) private readonly stock: StockRepository,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
  ) {}

  /** `orders` by id: the older one has the first choice. Throws `StockContended`. */
  async execute(tx: Tx, orders: readonly Demand[]): Promise<AllocatedBatch> {
    const forecast = reservedOf(await planAllocation(this.stock, tx, orders));
    const chosen = forecast.map(asChosen);
    const locked = new FreeStock(await this.stock.lock(tx, rowsOf(chosen)));
    const reserved = back(allocate(chosen, locked), forecast);
    const served = new Set(reserved.map(({ order }) => order));
    const rest = orders.filter((order) => !served.has(order));
    if (rest.length === 0) return { reserved, short: [] };
    const settled = await this.settle(tx, rest, reserved);
    return { reserved: [...reserved, ...settled.reserved], short: settled.short };
  }

  /**
   * Says for good whether these orders are short. With their SKUs share-locked nobody brings stock unseen: whoever did
   * before is read here, whoever does after finds these orders waiting.
   */
  private async settle(tx: Tx, rest: readonly Demand[], taken: readonly Reserved[]): Promise<AllocatedBatch> {
    await this.catalog.shareSkus(tx, skusOf(rest));
    const fresh = new FreeStock(await readAll(this.stock, tx, rowsOf(rest)));
    deduct(fresh, taken);
    const again = allocate(rest, fresh);
    const late = reservedOf(again);
    if (late.length > 0) await this.confirm(tx, late, taken);
    return { reserved: late, short: again.filter((allocation) => allocation.outcome === 'short') };
  }

  /** Locks, without waiting, the rows of orders that turned out servable after all. */
  private async confirm(tx: Tx, late: readonly Reserved[], taken: readonly Reserved[]): Promise<void> {
    const chosen = late.map(asChosen);
    const locked = new FreeStock(await this.stock.lockAtOnce(tx, rowsOf(chosen)));
    deduct(locked, taken);
    const confirmed = reservedOf(allocate(chosen, locked));
    if (confirmed.length < late.length) throw new StockContended(late.length - confirmed.length);
  }
}

function reservedOf(allocations: readonly Allocation[]): Reserved[] {
  return allocations.filter((allocation) => allocation.outcome === 'reserved');
}

/** The same order, to be served from the chosen warehouse or not at all. */
function asChosen({ order, warehouseId }: Reserved): Demand {
  return { ...order, warehouseIds: [warehouseId] };
}

/** Turns decisions on `asChosen` orders into decisions on the orders themselves. */
function back(allocations: readonly Allocation[], chosen: readonly Reserved[]): Reserved[] {
  return chosen.filter((_, index) => allocations[index]?.outcome === 'reserved');
}

/** Takes off what this batch has claimed and not written yet, as far as the rows are known. */
function deduct(stock: FreeStock, taken: readonly Reserved[]): void {
  for (const { order, warehouseId } of taken) {
    stock.take(
      warehouseId,
      order.lines.filter(({ sku }) => stock.of(warehouseId, sku) !== undefined),
    );
  }
}
