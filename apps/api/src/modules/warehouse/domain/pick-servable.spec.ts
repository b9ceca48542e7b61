import { describe, expect, it } from 'vitest';
import { FreeStock } from './free-stock';
import { type Candidate, learnFrom, pickServable } from './pick-servable';

const candidate = (orderId: string, quantity: number, warehouseId = 'w', free = 5): Candidate => ({
  orderId,
  warehouseId,
  lines: [{ sku: 'a', quantity, free }],
});
const pick = (...candidates: Candidate[]) => pickServable(candidates, learnFrom(candidates, new FreeStock()));

describe('pickServable', () => {
  it('takes the oldest that fit together and passes over what is too big', () => {
    expect(pick(candidate('1', 3), candidate('2', 4), candidate('3', 2), candidate('4', 1))).toEqual(['1', '3']);
  });

  it('takes an order once, from the first warehouse that has it left', () => {
    expect(pick(candidate('1', 5), candidate('2', 3), candidate('2', 3, 'v', 4), candidate('3', 3, 'v', 4))).toEqual([
      '1',
      '2',
    ]);
  });

  it('goes on with what a page before has left', () => {
    const stock = new FreeStock();
    expect(pickServable([candidate('1', 3)], learnFrom([candidate('1', 3)], stock))).toEqual(['1']);
    expect(pickServable([candidate('2', 3)], learnFrom([candidate('2', 3)], stock))).toEqual([]);
  });
});
