export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Hours of some days of every week, as `HH:MM` in UTC; an end that is not after its start is on the next day. */
export interface ScheduleEntry {
  readonly weekdays: readonly Weekday[];
  readonly start: string;
  readonly end: string;
}

export interface Schedule {
  readonly courier_id: string;
  readonly entries: readonly ScheduleEntry[];
  /** That of the courier. */
  readonly version: number;
}
