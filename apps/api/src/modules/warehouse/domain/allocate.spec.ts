import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Allocation, allocate, type Demand } from './allocate';
import { FreeStock } from './free-stock';

const order = (orderId: string, lines: Record<string, number>, warehouseIds = ['near', 'far']): Demand => ({
  orderId,
  lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
  warehouseIds,
});

/** `{ near: { a: 1 } }`: every row that is not named is empty, not unknown. */
function stockOf(levels: Record<string, Record<string, number>>, skus = ['a', 'b']): FreeStock {
  const stock = new FreeStock();
  for (const warehouseId of ['near', 'far']) {
    stock.learn(skus.map((sku) => ({ warehouseId, sku, free: levels[warehouseId]?.[sku] ?? 0 })));
  }
  return stock;
}

const summary = (allocations: readonly Allocation[]) =>
  allocations.map((allocation) => {
    if (allocation.outcome === 'reserved') return allocation.warehouseId;
    return allocation.outcome === 'short' ? `no ${allocation.sku}` : 'unknown';
  });

describe('allocate', () => {
  it('prefers the nearest warehouse that has all', () => {
    const stock = stockOf({ near: { a: 2 }, far: { a: 9, b: 9 } });
    expect(summary(allocate([order('1', { a: 1, b: 1 }), order('2', { a: 2 }), order('3', { a: 1 })], stock))).toEqual([
      'far',
      'near',
      'far',
    ]);
  });

  it('never splits an order, and one that finds nothing takes nothing', () => {
    const stock = stockOf({ near: { a: 1 }, far: { b: 1 } });
    expect(summary(allocate([order('1', { a: 1, b: 1 }), order('2', { a: 1 })], stock))).toEqual(['no b', 'near']);
  });

  it('names the first SKU that nobody has, else the first that the nearest lacks', () => {
    expect(summary(allocate([order('1', { a: 1, b: 1 })], stockOf({ far: { a: 1 } })))).toEqual(['no b']);
    expect(summary(allocate([order('1', { b: 1, a: 1 })], stockOf({ near: { b: 1 }, far: { a: 1 } })))).toEqual([
      'no a',
    ]);
    expect(summary(allocate([order('1', { b: 1, a: 1 }, [])], stockOf({})))).toEqual(['no b']);
  });

  it('does not decide on rows that nobody has read', () => {
    const stock = new FreeStock([{ warehouseId: 'near', sku: 'a', free: 0 }]);
    expect(summary(allocate([order('1', { a: 1 }), order('2', { a: 1 }, ['near'])], stock))).toEqual([
      'unknown',
      'no a',
    ]);
  });

  it('takes exactly what it gives and never more than there is', () => {
    const quantities = fc.integer({ min: 1, max: 4 });
    const lines = fc.dictionary(fc.constantFrom('a', 'b'), quantities, { minKeys: 1 });
    const levels = fc.dictionary(fc.constantFrom('near', 'far'), fc.dictionary(fc.constantFrom('a', 'b'), fc.nat(8)));
    fc.assert(
      fc.property(levels, fc.array(lines, { maxLength: 12 }), (level, wanted) => {
        const [before, stock] = [stockOf(level), stockOf(level)];
        const allocations = allocate(
          wanted.map((each, index) => order(String(index), each)),
          stock,
        );
        for (const allocation of allocations) {
          if (allocation.outcome === 'reserved') before.take(allocation.warehouseId, allocation.order.lines);
        }
        for (const warehouseId of ['near', 'far']) {
          for (const sku of ['a', 'b']) {
            expect(stock.of(warehouseId, sku)).toBe(before.of(warehouseId, sku));
            expect(stock.of(warehouseId, sku)).toBeGreaterThanOrEqual(0);
          }
        }
        // Whoever was refused still fits nowhere: stock only became less.
        for (const { outcome, order: refused } of allocations) {
          if (outcome === 'short')
            expect(refused.warehouseIds.some((id) => stock.covers(id, refused.lines))).toBe(false);
        }
      }),
    );
  });
});
