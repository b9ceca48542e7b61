import { resumeParked, type Tx, WORK_PAGE } from '#lib/database';
import { CLOCK, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { FreeStock, type StockKey } from '../domain/free-stock';
import { learnFrom, pickServable } from '../domain/pick-servable';
import { BackorderRepository, type Offer, type OfferedCandidate } from '../persistence/backorder.repository';
import { CatalogRepository } from '../persistence/catalog.repository';
import { StockRepository } from '../persistence/stock.repository';

/** An order's list of warehouses is trusted this long; the network may have changed since. */
const LIST_TRUSTED_MS = 3_600_000;
/** Before every order. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** An order that has left the queue of its SKUs, or goes back to it: served, refused again, or ended. */
export interface StepsAside {
  readonly orderId: string;
  readonly skus: readonly string[];
}

/**
 * Turns orders that wait for stock back into work, oldest first, as far as the free stock reaches.
 *
 * No order waits while stock is there that could serve it. Whoever brings stock locks, in this order, the stock rows,
 * the SKUs (so nobody reports a shortage unseen), and the warehouses (so of two that bring one order's two SKUs, the later sees the
 * stock of both). An order is woken only when one warehouse has all of it. When it has been decided it passes the offer
 * on to the orders behind it, since it may have used other stock or none: another warehouse was nearer, others were
 * faster, it ended. The offer only ever moves towards younger orders, so it comes to an end. Orders that are awake
 * are offered nothing: those behind them are rather woken in vain than left to sleep.
 */
@Injectable()
export class ResumeWaiting {
  constructor(
    @Inject(BackorderRepository) private readonly backorders: BackorderRepository,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(StockRepository) private readonly stock: StockRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Stock rows have more free than before, written in this transaction. */
  async afterBringing(tx: Tx, rows: readonly StockKey[]): Promise<void> {
    if (rows.length === 0) return;
    const skus = [...new Set(rows.map(({ sku }) => sku))];
    await this.catalog.lockSkus(tx, skus);
    const waitedFor = await this.backorders.waitedFor(tx, skus);
    const offered = rows.filter(({ sku }) => waitedFor.has(sku));
    if (offered.length === 0) return;
    await this.catalog.lockWarehouses(tx, [...new Set(offered.map(({ warehouseId }) => warehouseId))]);
    await this.offer(
      tx,
      offered.map((row) => ({ ...row, after: FIRST })),
    );
  }

  /** These warehouses are open now: what they hold can serve orders that were refused before. */
  async afterOpening(tx: Tx, warehouseIds: readonly string[]): Promise<void> {
    await this.afterBringing(tx, await this.stock.waitedForIn(tx, warehouseIds));
  }

  /** These orders have been decided, or have ended: what they were woken for may still be there. */
  async passOn(tx: Tx, orders: readonly StepsAside[]): Promise<void> {
    if (orders.length === 0) return;
    const after = new Map<string, string>();
    for (const { orderId, skus } of orders) {
      for (const sku of skus) {
        const earlier = after.get(sku);
        if (earlier === undefined || orderId < earlier) after.set(sku, orderId);
      }
    }
    const waitedFor = await this.backorders.waitedFor(tx, [...after.keys()]);
    if (waitedFor.size === 0) return;
    const rows = await this.stock.withFree(tx, [...waitedFor]);
    await this.offer(
      tx,
      rows.map((row) => ({ ...row, after: after.get(row.sku) ?? FIRST })),
    );
  }

  private async offer(tx: Tx, offers: readonly Offer[]): Promise<void> {
    const trustedSince = new Date(this.clock.now().getTime() - LIST_TRUSTED_MS);
    let budget = new FreeStock();
    for (let open = offers; open.length > 0;) {
      const page = await this.backorders.servable(tx, open, WORK_PAGE, trustedSince);
      const picked = pickServable(page, learnFrom(page, budget));
      const resumed = await resumeParked(tx, 'fulfilment', await this.backorders.wake(tx, picked));
      open = nextPages(open, page, budget);
      if (resumed === picked.length) continue;
      // Some did not wait for stock (any more), so what was set aside for them is offered again. None of these is picked
      // twice, since they count as awake now.
      budget = new FreeStock();
      open = offers;
    }
  }
}

/** Where a full page was found and something is left, the orders behind it. */
function nextPages(offers: readonly Offer[], page: readonly OfferedCandidate[], budget: FreeStock): Offer[] {
  return offers.flatMap((offer) => {
    const found = page.filter((each) => each.warehouseId === offer.warehouseId && each.offeredSku === offer.sku);
    const last = found.at(-1);
    if (found.length < WORK_PAGE || last === undefined) return [];
    return (budget.of(offer.warehouseId, offer.sku) ?? 0) > 0 ? [{ ...offer, after: last.orderId }] : [];
  });
}
