import { describe, expect, it } from 'vitest';
import { rowDifferences } from './row-counts';

describe('rowDifferences', () => {
  const subject = new Map([['orders inserted', 1_000]]);

  it('lets a yardstick differ by a hundredth of a row per order', () => {
    expect(rowDifferences(subject, new Map([['orders inserted', 992]]), 1_000)).toEqual([]);
  });

  it('names the table in which it differs by more, and one that it did not write at all', () => {
    expect(rowDifferences(subject, new Map([['orders inserted', 980]]), 1_000)).toHaveLength(1);
    expect(rowDifferences(subject, new Map(), 1_000)).toEqual([
      'yardstick: 0 rows orders inserted, 1000 when recorded',
    ]);
  });
});
