import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BLOCK_SIZE, NumberBlock } from './number-block';
import { waybillNumber } from './waybill-number';

const random = fc.nat({ max: 2 ** 31 - 1 });

it('hands out every serial of its block once and then no more, in whatever portions', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1e9 }),
      random,
      random,
      fc.integer({ min: 1, max: 5_000 }),
      (block, offset, stride, count) => {
        const numbers = new NumberBlock(block, offset, stride);
        const taken = Array.from({ length: Math.ceil(BLOCK_SIZE / count) }, () => numbers.take(count)).flat();
        expect(numbers.take(1)).toEqual([]);
        expect(new Set(taken).size).toBe(BLOCK_SIZE);
        const sorted = taken.toSorted().map((number) => number.slice(0, -1));
        expect(sorted[0]).toBe(waybillNumber(block * BLOCK_SIZE).slice(0, -1));
        expect(sorted.at(-1)).toBe(waybillNumber((block + 1) * BLOCK_SIZE - 1).slice(0, -1));
      },
    ),
    { numRuns: 3 },
  );
});
