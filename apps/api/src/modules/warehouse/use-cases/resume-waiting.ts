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

/** An order that gives up its place in the queue of its SKUs: served otherwise, refused again, or ended. */
export interface StepsAside {
  readonly orderId: string;
  readonly skus: readonly string[];
}

/**
 * Turns orders that wait for stock back into work, oldest first, as far as the free stock reaches.
 *
 * No order waits while stock is there that could serve it. Whoever brings stock locks, in this order, the stock rows,
 * the SKUs (so nobody reports a shortage unseen), and the warehouses (so of two that bring one order's two SKUs, the later sees the
 * stock of both). An order is woken only when one warehouse has all of it. One that was woken and can't use the stock,
 * because it ended or others were faster, passes the offer on to the orders behind it; the offer only ever moves
 * towards younger orders, so it comes to an end.
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

  /** These orders don't use what they may have been woken for. */
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
    const budget = new FreeStock();
    const woken = new Set<string>();
    for (let open = offers; open.length > 0;) {
      const page = await this.backorders.servable(tx, open, WORK_PAGE, trustedSince);
      const candidates = page.filter(({ orderId }) => !woken.has(orderId));
      await this.wake(tx, candidates, budget, woken);
      open = nextPages(open, page, budget);
    }
  }

  private async wake(tx: Tx, page: readonly OfferedCandidate[], budget: FreeStock, woken: Set<string>): Promise<void> {
    const picked = pickServable(page, learnFrom(page, budget));
    for (const orderId of picked) woken.add(orderId);
    const resumed = await resumeParked(tx, 'fulfilment', picked);
    if (resumed === picked.length) return;
    // Some were awake already, or wait for something else now (a hold, an operator): their share may stay unused, so as
    // many others are woken as well. At worst these find nothing and wait again.
    const others = page.filter(({ orderId }) => !woken.has(orderId));
    const spare = pickServable(others, learnFrom(others, new FreeStock())).slice(0, picked.length - resumed);
    for (const orderId of spare) woken.add(orderId);
    await resumeParked(tx, 'fulfilment', spare);
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
