/** Days of the week as ISO 8601 numbers them from Monday; a schedule keeps them as bits, Monday lowest. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** A recurring shift: minutes after midnight UTC of each of its days; past 1,440 it ends on the next day. */
export interface ScheduleEntry {
  readonly weekdays: number;
  readonly startMinute: number;
  readonly endMinute: number;
}

const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

export function weekdayBits(days: readonly Weekday[]): number {
  return days.reduce((bits, day) => bits | (1 << WEEKDAYS.indexOf(day)), 0);
}

export function weekdaysOf(bits: number): Weekday[] {
  return WEEKDAYS.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** One entry per pair of times, its days united, ordered by time: equal schedules look equal. */
export function normalizeSchedule(entries: readonly ScheduleEntry[]): ScheduleEntry[] {
  const byTimes = new Map<string, ScheduleEntry>();
  for (const entry of entries) {
    const key = `${entry.startMinute}-${entry.endMinute}`;
    byTimes.set(key, { ...entry, weekdays: entry.weekdays | (byTimes.get(key)?.weekdays ?? 0) });
  }
  return [...byTimes.values()].sort((a, b) => a.startMinute - b.startMinute || a.endMinute - b.endMinute);
}

/** The day on which two shifts of a normalized schedule overlap; undefined when a courier could work them all. */
export function findOverlap(entries: readonly ScheduleEntry[]): Weekday | undefined {
  const spans = entries
    .flatMap((entry) => weekdaysOf(entry.weekdays).map((day) => ({ day, ...spanOf(entry, day) })))
    .sort((a, b) => a.start - b.start);
  const first = spans[0];
  if (first === undefined) return undefined;
  // The week is a circle: Sunday night runs into Monday.
  const circle = [...spans, { ...first, start: first.start + WEEK_MINUTES, end: first.end + WEEK_MINUTES }];
  return circle.find((span, index) => span.start < (circle[index - 1]?.end ?? span.start))?.day;
}

function spanOf(entry: ScheduleEntry, day: Weekday): { start: number; end: number } {
  const midnight = WEEKDAYS.indexOf(day) * DAY_MINUTES;
  return { start: midnight + entry.startMinute, end: midnight + entry.endMinute };
}

/** `08:30` of minute 510; minutes past midnight of the next day fold back to the clock's face. */
export function clockTime(minute: number): string {
  const ofDay = minute % DAY_MINUTES;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

/** Minutes from a start and an end on the clock's face (`HH:MM`); an end that is not after the start is on the next day. */
export function minutesOf(start: string, end: string): { startMinute: number; endMinute: number } {
  const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const startMinute = minute(start);
  const endMinute = minute(end);
  return { startMinute, endMinute: endMinute > startMinute ? endMinute : endMinute + DAY_MINUTES };
}
