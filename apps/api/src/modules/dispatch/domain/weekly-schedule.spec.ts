import { describe, expect, it } from 'vitest';
import { clockTime, findOverlap, minutesOf, normalizeSchedule, weekdayBits, weekdaysOf } from './weekly-schedule';

function entry(days: Parameters<typeof weekdayBits>[0], start: string, end: string) {
  return { weekdays: weekdayBits(days), ...minutesOf(start, end) };
}

describe('weekly schedule', () => {
  it('keeps days as bits, Monday lowest', () => {
    expect(weekdayBits(['mon', 'sun', 'mon'])).toBe(0b1000001);
    expect(weekdaysOf(0b1000001)).toEqual(['mon', 'sun']);
  });

  it('reads an end that is not after the start as one of the next day', () => {
    expect(minutesOf('08:30', '17:00')).toEqual({ startMinute: 510, endMinute: 1_020 });
    expect(minutesOf('22:00', '06:00')).toEqual({ startMinute: 1_320, endMinute: 1_800 });
    expect(clockTime(1_800)).toBe('06:00');
  });

  it('unites entries with equal times', () => {
    const entries = [
      entry(['fri'], '09:00', '12:00'),
      entry(['mon'], '06:00', '08:00'),
      entry(['tue'], '09:00', '12:00'),
    ];
    expect(normalizeSchedule(entries)).toEqual([
      entry(['mon'], '06:00', '08:00'),
      entry(['tue', 'fri'], '09:00', '12:00'),
    ]);
  });

  it('finds no overlap where one shift ends as the next begins', () => {
    expect(findOverlap([entry(['mon'], '06:00', '12:00'), entry(['mon'], '12:00', '18:00')])).toBeUndefined();
    expect(findOverlap([])).toBeUndefined();
  });

  it('finds an overlap on one day, over midnight, and from Sunday into Monday', () => {
    expect(findOverlap([entry(['mon'], '06:00', '12:00'), entry(['mon'], '11:59', '18:00')])).toBe('mon');
    expect(findOverlap([entry(['mon'], '22:00', '06:00'), entry(['tue'], '05:00', '08:00')])).toBe('tue');
    expect(findOverlap([entry(['sun'], '22:00', '06:00'), entry(['mon'], '05:00', '08:00')])).toBe('mon');
  });
});
