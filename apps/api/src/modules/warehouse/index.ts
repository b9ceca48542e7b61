/**
 * Warehouse: what there is, where, and for whom it is kept.
 *
 * Invariants
 * - Never oversold: 0 <= reserved <= on_hand on every stock row, by a CHECK and under its lock.
 * - What a row has reserved is the sum of its orders' active reservations. An order has one reservation, whole and from one
 *   warehouse: the nearest that had every line.
 * - Stock changes by orders, receipts and adjustments only; the latter two leave a movement with reason and actor.
 * - No order waits while stock is there that could serve it (see `use-cases/resume-waiting.ts`).
 * - Locks, always in this order and sorted: reservations, stock (warehouse, SKU), SKUs, warehouses.
 *
 *   reserve ──► active ──► ship ──► shipped
 *      │           └─────► release ──► released ──► reserve …
 *      ▼
 *   backordered ──► resumed by receipt, adjustment, release, opening or a new way ──► reserve …
 *      └─────► release (the order ended)
 */
export type { Catalog } from './catalog-snapshot';
export { FindStockedWarehouse } from './use-cases/find-stocked-warehouse';
export { ReadWarehouses } from './use-cases/read-warehouses';
export { RelistWaiting } from './use-cases/relist-waiting';
export { WarehouseOpening } from './warehouse.events';
export { WarehouseFacade } from './warehouse.facade';
export { WarehouseModule } from './warehouse.module';
export type { NewSku, NewWarehouse } from './use-cases/import-catalog';
export type { Receipt } from './use-cases/receive-stock';
export type { ReserveOutcome, ReserveRequest } from './use-cases/reserve-stock';
