import { describe, expect, it } from 'vitest';
import { sliceSize, TokenSlice } from './token-slice';

const policy = { ratePerS: 100, burst: 50 };

describe('TokenSlice', () => {
  it('is a tenth of a second of tokens, at least one, at most the burst', () => {
    expect([policy, { ratePerS: 1, burst: 9 }, { ratePerS: 1_000, burst: 5 }].map(sliceSize)).toEqual([10, 1, 5]);
  });

  it('hands out what it received, and gives back what has grown old', () => {
    const slice = new TokenSlice(policy, 0);
    expect(slice.take(0)).toBe(false);
    slice.receive({ granted: 2, shared: 40, waitMs: 0 }, 0);
    expect(slice.take(999)).toBe(true);
    expect(slice.giveBack(999)).toBe(0);
    expect(slice.take(1_000)).toBe(false);
    expect(slice.giveBack(1_000)).toBe(1);
    expect(slice.giveBack(1_000)).toBe(0);
  });

  it('knows for how long the shared bucket is empty', () => {
    const slice = new TokenSlice(policy, 0);
    slice.receive({ granted: 0, shared: 0, waitMs: 8 }, 100);
    expect([slice.emptyForMs(100), slice.emptyForMs(107), slice.emptyForMs(108)]).toEqual([8, 1, 0]);
  });

  it('wants more ahead of need, but one draw at a time and none from an empty bucket', () => {
    const slice = new TokenSlice(policy, 0);
    slice.receive({ granted: 5, shared: 40, waitMs: 0 }, 0);
    expect(slice.wantsMore(policy, 0)).toBe(false);
    slice.take(0);
    expect(slice.wantsMore(policy, 0)).toBe(true);
    slice.pending = Promise.resolve();
    expect(slice.wantsMore(policy, 0)).toBe(false);
    slice.pending = undefined;
    slice.receive({ granted: 0, shared: 0, waitMs: 8 }, 0);
    expect(slice.wantsMore(policy, 0)).toBe(false);
    expect(slice.wantsMore({ ratePerS: 10, burst: 50 }, 20)).toBe(false);
  });
});
