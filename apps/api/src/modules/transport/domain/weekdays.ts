/** ISO weekday numbers (1 Monday … 7 Sunday) as a bit mask: bit 0 is Monday. */
export function weekdaysMask(weekdays: readonly number[]): number {
  return weekdays.reduce((mask, weekday) => mask | (1 << (weekday - 1)), 0);
}

/** The ISO weekday numbers of a mask, ascending. */
export function weekdaysOf(mask: number): number[] {
  return [1, 2, 3, 4, 5, 6, 7].filter((weekday) => (mask >> (weekday - 1)) & 1);
}

/** Every day of the week. */
export const DAILY = 0b111_1111;
