import type { FreeStock, Line } from './free-stock';

/** What one order needs. `lines` names each SKU once; `warehouseIds` are those that can serve it, nearest first. */
export interface Demand {
  readonly orderId: string;
  readonly lines: readonly Line[];
  readonly warehouseIds: readonly string[];
}

/** `unknown`: a stock row decides that has not been read. `short`: no warehouse has all; `sku` is the first one missing. */
export type Allocation =
  | { readonly outcome: 'reserved'; readonly order: Demand; readonly warehouseId: string }
  | { readonly outcome: 'short'; readonly order: Demand; readonly sku: string }
  | { readonly outcome: 'unknown'; readonly order: Demand };

export type Reserved = Extract<Allocation, { outcome: 'reserved' }>;
export type Short = Extract<Allocation, { outcome: 'short' }>;

/**
 * Gives each order, in the order given, the nearest warehouse that has all of its lines, and takes them from `stock`.
 * An order is never split over warehouses: it is one parcel. One that finds nothing takes nothing, so that a later and
 * smaller one may still be served.
 */
export function allocate(orders: readonly Demand[], stock: FreeStock): Allocation[] {
  return orders.map((order) => allocateOne(order, stock));
}

function allocateOne(order: Demand, stock: FreeStock): Allocation {
  for (const warehouseId of order.warehouseIds) {
    const covered = stock.covers(warehouseId, order.lines);
    if (covered === undefined) return { outcome: 'unknown', order };
    if (!covered) continue;
    stock.take(warehouseId, order.lines);
    return { outcome: 'reserved', order, warehouseId };
  }
  return { outcome: 'short', order, sku: shortSku(order, stock) };
}

/**
 * The SKU to name to people: the first that no warehouse has enough of, or, where each is to be had but nowhere
 * together, the first that the nearest warehouse lacks.
 */
function shortSku({ lines, warehouseIds }: Demand, stock: FreeStock): string {
  const lacks = (line: Line) => (warehouseId: string) => stock.covers(warehouseId, [line]) !== true;
  const nearest = warehouseIds.slice(0, 1);
  const missing =
    lines.find((line) => warehouseIds.every(lacks(line))) ?? lines.find((line) => nearest.every(lacks(line)));
  return (missing ?? lines[0])?.sku ?? '';
}
