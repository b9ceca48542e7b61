import { DomainError } from '#lib/kernel';

/** The most units that one warehouse holds of one SKU; keeps every sum of a batch inside PostgreSQL's `int`. */
export const MAX_ON_HAND = 1_000_000_000;

export function tooMuchStock(sku: string, onHand: number): DomainError {
  return new DomainError(
    'refused',
    'warehouse.too_much_stock',
    `${sku} would have ${onHand} on hand; the most that a warehouse holds of one SKU is ${MAX_ON_HAND}`,
    { context: { sku, on_hand: onHand, limit: MAX_ON_HAND } },
  );
}
