import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAILY, WEEKDAYS, weekdaysMask, weekdaysOf } from './weekdays';

describe('weekdays', () => {
  it('keeps Monday in the lowest bit and Sunday in the seventh', () => {
    expect(weekdaysMask(['mon'])).toBe(1);
    expect(weekdaysMask(['sun', 'sun'])).toBe(64);
    expect(weekdaysOf(DAILY)).toEqual(WEEKDAYS);
  });

  it('gives back the weekdays it was given', () => {
    fc.assert(
      fc.property(fc.subarray([...WEEKDAYS]), (weekdays) => {
        expect(weekdaysOf(weekdaysMask(weekdays))).toEqual(weekdays);
      }),
    );
  });
});
