/** As the API names them, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Every day of the week. */
export const DAILY = 0b111_1111;

/** Weekdays as the bit mask that is stored: bit 0 is Monday. */
export function weekdaysMask(weekdays: readonly Weekday[]): number {
  return weekdays.reduce((mask, weekday) => mask | (1 << WEEKDAYS.indexOf(weekday)), 0);
}

/** The weekdays of a mask, Monday first. */
export function weekdaysOf(mask: number): Weekday[] {
  return WEEKDAYS.filter((_, bit) => (mask >> bit) & 1);
}
