import { type FreeStock, type Line } from './free-stock';

/** A waiting order that one warehouse could serve by itself, with what its stock rows had free when it was read. */
export interface Candidate {
  readonly orderId: string;
  readonly warehouseId: string;
  readonly lines: readonly (Line & { readonly free: number })[];
}

/** Adds the rows of the candidates that `stock` does not know yet; what was taken from known rows stays taken. */
export function learnFrom(candidates: readonly Candidate[], stock: FreeStock): FreeStock {
  for (const { warehouseId, lines } of candidates) {
    for (const { sku, free } of lines) {
      if (stock.of(warehouseId, sku) === undefined) stock.learn([{ warehouseId, sku, free }]);
    }
  }
  return stock;
}

/**
 * Chooses the orders that the free stock can serve together, oldest first. One that does not fit is passed over, not
 * waited for: new orders would take what it leaves anyway. `candidates` come by order id; an order may stand there
 * for several warehouses and is chosen for the first that still has all of it. Takes the choice from `stock`.
 */
export function pickServable(candidates: readonly Candidate[], stock: FreeStock): string[] {
  const picked = new Set<string>();
  for (const { orderId, warehouseId, lines } of candidates) {
    if (picked.has(orderId) || stock.covers(warehouseId, lines) !== true) continue;
    stock.take(warehouseId, lines);
    picked.add(orderId);
  }
  return [...picked];
}
