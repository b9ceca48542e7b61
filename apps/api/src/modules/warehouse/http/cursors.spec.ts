import { uuidv7 } from '#lib/kernel';
import { expect, it } from 'vitest';
import { idCursor, stockCursor, toStockCursor } from './cursors';

it('reads back its own cursors', () => {
  const key = { warehouseId: uuidv7(), sku: 'SKU-0001' };
  expect(stockCursor(toStockCursor(key))).toEqual(key);
  expect(stockCursor(undefined)).toBeUndefined();
  expect(idCursor(key.warehouseId)).toBe(key.warehouseId);
});

it.each(['x', ' SKU', uuidv7(), `${uuidv7()} a b`])('refuses %s, which no list of ours gave', (cursor) => {
  expect(() => stockCursor(cursor)).toThrow('next_cursor');
  if (cursor.length !== 36) expect(() => idCursor(cursor)).toThrow('next_cursor');
});
