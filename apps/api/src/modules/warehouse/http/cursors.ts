import { DomainError, isUuid } from '#lib/kernel';
import type { StockKey } from '../domain/free-stock';

/** The id in the cursor of a list by id. */
export function idCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !isUuid(cursor)) throw foreignCursor();
  return cursor;
}

export function toStockCursor({ sku, warehouseId }: StockKey): string {
  return `${warehouseId} ${sku}`;
}

export function stockCursor(cursor: string | undefined): StockKey | undefined {
  if (cursor === undefined) return undefined;
  const [warehouseId = '', sku = '', ...more] = cursor.split(' ');
  if (!isUuid(warehouseId) || sku === '' || more.length > 0) throw foreignCursor();
  return { warehouseId, sku };
}

function foreignCursor(): DomainError {
  const detail = 'must be a next_cursor of this list';
  return new DomainError('invalid_input', 'request.invalid', `cursor ${detail}`, {
    errors: [{ pointer: 'cursor', detail }],
  });
}
