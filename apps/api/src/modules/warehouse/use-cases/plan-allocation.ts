import type { Queryable } from '#lib/database';
import { type Allocation, allocate, type Demand } from '../domain/allocate';
import { FreeStock, type StockKey, type StockLevel } from '../domain/free-stock';
import { rowsOf } from '../domain/sum-lines';
import type { StockRepository } from '../persistence/stock.repository';

/** After this many rounds the rest is read as widely as it goes. */
const NARROW_ROUNDS = 4;

export type Decided = Exclude<Allocation, { outcome: 'unknown' }>;

/**
 * Decides a batch on stock that is read but not locked: a forecast of which rows must be locked. Only the nearest
 * warehouse's rows are read for every order, all others for the few that don't fit there.
 */
export async function planAllocation(
  stock: StockRepository,
  db: Queryable,
  orders: readonly Demand[],
): Promise<Decided[]> {
  const known: StockLevel[] = [];
  const wide = new Set<Demand>();
  let wanted = rowsOf(orders.map(({ lines, warehouseIds }) => ({ lines, warehouseIds: warehouseIds.slice(0, 1) })));
  for (let round = 1; ; round++) {
    known.push(...(await readAll(stock, db, wanted)));
    const allocations = allocate(orders, new FreeStock(known));
    const decided = allocations.filter((allocation) => allocation.outcome !== 'unknown');
    if (decided.length === allocations.length) return decided;
    const open = round < NARROW_ROUNDS ? allocations.filter(({ outcome }) => outcome === 'unknown') : allocations;
    // An order that is read widely is never unknown again, so every round settles at least one.
    const fresh = open.map(({ order }) => order).filter((order) => !wide.has(order));
    for (const order of fresh) wide.add(order);
    wanted = rowsOf(fresh);
  }
}

/** Reads the rows; one that doesn't exist has nothing free. */
export async function readAll(stock: StockRepository, db: Queryable, rows: readonly StockKey[]): Promise<StockLevel[]> {
  const absent = rows.map((row) => ({ ...row, free: 0 }));
  return [...absent, ...(await stock.read(db, rows))];
}
