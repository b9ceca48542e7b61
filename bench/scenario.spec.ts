import { describe, expect, it } from 'vitest';
import { median, roundsOf } from './scenario';

describe('a benchmark', () => {
  it.each([
    [1, { count: 1, seconds: 1 }],
    [5, { count: 2, seconds: 2.5 }],
    [60, { count: 5, seconds: 12 }],
  ])('splits %i seconds into rounds', (seconds, expected) => {
    expect(roundsOf(seconds)).toEqual(expected);
  });

  it('quotes the median', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
