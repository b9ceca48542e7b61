import { describe, expect, it } from 'vitest';
import { minorPerMajor, minuteOfDay, timeOfDay, toMinor } from './amounts';

describe('money that people enter', () => {
  it.each([
    [129, 'CNY', 12_900],
    [0.29, 'EUR', 29],
    [1.005, 'KWD', 1005],
    [500, 'JPY', 500],
    [19.99, 'CNY', 1999],
  ])('%d %s is %d of its smallest units', (amount, currency, minor) => expect(toMinor(amount, currency)).toBe(minor));

  it('is taken for one with hundredths while its currency is still being typed', () => {
    expect(minorPerMajor('C')).toBe(100);
  });
});

describe('minutes of the day', () => {
  it.each([
    [0, '00:00'],
    [90, '01:30'],
    [1439, '23:59'],
  ])('%d is read as %s, and back', (minute, time) => {
    expect([timeOfDay(minute), minuteOfDay(time)]).toEqual([time, minute]);
  });

  it('are none where no time was entered', () => expect(minuteOfDay('')).toBeUndefined());
});
