import type { Line, StockKey } from './free-stock';

/** One line per SKU, in order of first mention: an order that names a SKU twice needs the sum of both at once. */
export function sumLines(lines: readonly Line[]): Line[] {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return [...sums].map(([sku, quantity]) => ({ sku, quantity }));
}

/** A change of one stock row, in units. */
export interface StockDelta extends StockKey {
  readonly quantity: number;
}

/** What several orders take from (or give back to) each stock row, summed. */
export function sumByRow(
  orders: readonly { readonly warehouseId: string; readonly lines: readonly Line[] }[],
): StockDelta[] {
  const rows = new Map<string, StockDelta>();
  for (const { warehouseId, lines } of orders) {
    for (const { sku, quantity } of lines) {
      const key = `${warehouseId} ${sku}`;
      rows.set(key, { warehouseId, sku, quantity: (rows.get(key)?.quantity ?? 0) + quantity });
    }
  }
  return [...rows.values()];
}

/** Every (warehouse, SKU) that the orders might be served from, each once. */
export function rowsOf(
  orders: readonly { readonly warehouseIds: readonly string[]; readonly lines: readonly Line[] }[],
): StockKey[] {
  const rows = new Map<string, StockKey>();
  for (const { warehouseIds, lines } of orders) {
    for (const warehouseId of warehouseIds) {
      for (const { sku } of lines) rows.set(`${warehouseId} ${sku}`, { warehouseId, sku });
    }
  }
  return [...rows.values()];
}

/** The SKUs of several orders, each once. */
export function skusOf(orders: readonly { readonly lines: readonly Line[] }[]): string[] {
  return [...new Set(orders.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
}
