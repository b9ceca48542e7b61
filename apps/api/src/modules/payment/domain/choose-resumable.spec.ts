import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseResumable } from './choose-resumable';

const waiting = (...amounts: number[]) => amounts.map((amountMinor, index) => ({ orderId: `o${index}`, amountMinor }));

describe('chooseResumable', () => {
  it('resumes the oldest orders as far as the funds reach', () => {
    expect(chooseResumable(waiting(100, 100, 100), 250)).toEqual({ orderIds: ['o0', 'o1'], remainingMinor: 50 });
  });

  it('passes over an order that is too dear', () => {
    expect(chooseResumable(waiting(1_000, 10), 50)).toEqual({ orderIds: ['o1'], remainingMinor: 40 });
  });

  it('resumes nobody without funds, except for what costs nothing', () => {
    expect(chooseResumable(waiting(1, 0), 0)).toEqual({ orderIds: ['o1'], remainingMinor: 0 });
  });

  it('leaves nobody behind whom the remaining funds would pay', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.nat(1_000), (amounts, availableMinor) => {
        const orders = waiting(...amounts);
        const chosen = chooseResumable(orders, availableMinor);
        const taken = new Set(chosen.orderIds);
        const left = orders.filter(({ orderId }) => !taken.has(orderId));
        expect(chosen.remainingMinor).toBeGreaterThanOrEqual(0);
        expect(left.every(({ amountMinor }) => amountMinor > chosen.remainingMinor)).toBe(true);
      }),
    );
  });
});
