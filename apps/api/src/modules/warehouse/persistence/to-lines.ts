import type { Line } from '../domain/free-stock';

/** The lines of an order from its two columns, which a CHECK keeps equally long. */
export function toLines(skus: readonly string[], quantities: readonly number[]): Line[] {
  return skus.map((sku, index) => ({ sku, quantity: quantities[index] ?? 0 }));
}
