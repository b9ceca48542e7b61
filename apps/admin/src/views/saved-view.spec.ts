import { describe, expect, it } from 'vitest';
import { isSameFilter, saidBy } from './saved-view';

describe('a saved filter', () => {
  it('keeps what says something', () => {
    const filter = { status: ['paid'], waybill: '', zone_id: undefined, problem: null, list: [], closed: false };
    expect(saidBy(filter)).toEqual({ status: ['paid'], closed: false });
  });

  it('is the same in any order', () => {
    expect(isSameFilter({ a: 1, b: '' }, { b: undefined, a: 1 })).toBe(true);
    expect(isSameFilter({ a: 1 }, { a: 2 })).toBe(false);
  });
});
