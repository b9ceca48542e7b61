import { expect, it } from 'vitest';
import { rowsOf, skusOf, sumByRow, sumLines } from './sum-lines';

const lines = [
  { sku: 'b', quantity: 1 },
  { sku: 'a', quantity: 2 },
  { sku: 'b', quantity: 3 },
];

it('sums the lines of one SKU, in order of first mention', () => {
  expect(sumLines(lines)).toEqual([
    { sku: 'b', quantity: 4 },
    { sku: 'a', quantity: 2 },
  ]);
});

it('sums what several orders take from one row', () => {
  const orders = [
    { warehouseId: 'w', lines: [{ sku: 'a', quantity: 1 }] },
    { warehouseId: 'w', lines },
    { warehouseId: 'v', lines: [{ sku: 'a', quantity: 5 }] },
  ];
  expect(sumByRow(orders)).toEqual([
    { warehouseId: 'w', sku: 'a', quantity: 3 },
    { warehouseId: 'w', sku: 'b', quantity: 4 },
    { warehouseId: 'v', sku: 'a', quantity: 5 },
  ]);
});

it('names every row and every SKU once', () => {
  const orders = [
    { warehouseIds: ['w', 'v'], lines },
    { warehouseIds: ['w'], lines },
  ];
  expect(rowsOf(orders)).toHaveLength(4);
  expect(skusOf(orders)).toEqual(['b', 'a']);
});
