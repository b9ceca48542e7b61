import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAILY, weekdaysMask, weekdaysOf } from './weekdays';

describe('weekdays', () => {
  it('keeps Monday in the lowest bit and Sunday in the seventh', () => {
    expect(weekdaysMask([1])).toBe(1);
    expect(weekdaysMask([7])).toBe(64);
    expect(weekdaysOf(DAILY)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('gives back the weekdays it was given', () => {
    fc.assert(
      fc.property(fc.subarray([1, 2, 3, 4, 5, 6, 7]), (weekdays) => {
        expect(weekdaysOf(weekdaysMask(weekdays))).toEqual(weekdays);
      }),
    );
  });
});
