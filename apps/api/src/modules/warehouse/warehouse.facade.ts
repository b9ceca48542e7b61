import type { Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Catalog, CatalogSnapshot } from './catalog-snapshot';
import type { ActiveWarehouse } from './persistence/catalog.repository';
import { type Reservation, ReservationRepository } from './persistence/reservation.repository';
import { ImportCatalog, type NewSku, type NewWarehouse } from './use-cases/import-catalog';
import { type Receipt, ReceiveStock } from './use-cases/receive-stock';
import { ReleaseStock } from './use-cases/release-stock';
import { type ReserveOutcome, type ReserveRequest, ReserveStock } from './use-cases/reserve-stock';
import { ShipStock } from './use-cases/ship-stock';

/**
 * Stock, for the other modules. Calls with a `tx` belong to the caller's transaction, which holds the locks of the
 * orders that it names; stock rows are locked here, in the order of (warehouse, SKU).
 */
@Injectable()
export class WarehouseFacade {
  constructor(
    @Inject(CatalogSnapshot) private readonly snapshot: CatalogSnapshot,
    @Inject(ReserveStock) private readonly reserveStock: ReserveStock,
    @Inject(ReleaseStock) private readonly releaseStock: ReleaseStock,
    @Inject(ShipStock) private readonly shipStock: ShipStock,
    @Inject(ReservationRepository) private readonly reserved: ReservationRepository,
    @Inject(ImportCatalog) private readonly importCatalog: ImportCatalog,
    @Inject(ReceiveStock) private readonly receiveStock: ReceiveStock,
  ) {}

  /** The SKUs and their weights, in memory; at most 250 ms old. */
  catalog(): Catalog {
    return this.snapshot.catalog();
  }

  /** The active warehouses by id, in memory; at most 250 ms old. */
  warehouses(): readonly ActiveWarehouse[] {
    return this.snapshot.warehouses();
  }

  /**
   * Reserves up to 512 orders; outcomes come in the order of the requests. `reserved`: the nearest of `warehouseIds` that
   * has all lines, now or before. `backordered`: none has; park it with stage `fulfilment`, reason `stock` and this SKU
   * as key. Throws `StockContended` (a transaction conflict): let it through, the transaction runs again.
   */
  reserve(ctx: Context, tx: Tx, requests: readonly ReserveRequest[]): Promise<ReserveOutcome[]> {
    return this.reserveStock.execute(ctx, tx, requests);
  }

  /**
   * Gives reserved stock back, once, and resumes orders that it can serve. Call it for every order that ends, also for
   * backordered ones: one that had been resumed leaves the stock to the next. Call it before `unpark`.
   */
  release(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    return this.releaseStock.execute(ctx, tx, orderIds);
  }

  /** The orders were picked up: their units leave the shelf, once. */
  ship(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    return this.shipStock.execute(ctx, tx, orderIds);
  }

  /** What these orders hold or have shipped; nothing for those that hold nothing. */
  reservations(_ctx: Context, db: Queryable, orderIds: readonly string[]): Promise<Reservation[]> {
    return this.reserved.find(db, orderIds);
  }

  /** For imports: warehouses whose id, code or facility exists already are passed over. */
  createWarehouses(ctx: Context, tx: Tx, warehouses: readonly NewWarehouse[]): Promise<void> {
    return this.importCatalog.warehouses(ctx, tx, warehouses);
  }

  /** For imports: SKUs that exist already are passed over. */
  createSkus(ctx: Context, tx: Tx, skus: readonly NewSku[]): Promise<void> {
    return this.importCatalog.skus(ctx, tx, skus);
  }

  /** A receipt without an idempotency record: for imports, whose own transaction decides that they run once. */
  async receive(ctx: Context, tx: Tx, receipt: Receipt): Promise<void> {
    await this.receiveStock.execute(ctx, tx, receipt);
  }
}
