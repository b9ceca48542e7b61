import { z } from 'zod';
import { clockTime, minutesOf, type ScheduleEntry, weekdayBits, WEEKDAYS, weekdaysOf } from '../domain/weekly-schedule';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 08:30');

const Entry = z.strictObject({
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).max(7),
  start: clock.describe('UTC'),
  end: clock.describe('UTC; not after start: on the next day'),
});

/** A weekly pattern, whole: what is not in it is no longer worked. */
export const ScheduleBody = z.strictObject({ entries: z.array(Entry).max(50) });

export const ScheduleView = z.object({ courier_id: z.uuid(), entries: z.array(Entry), version: z.int() });

export function scheduleEntries(body: z.output<typeof ScheduleBody>): ScheduleEntry[] {
  return body.entries.map(({ weekdays, start, end }) => ({
    weekdays: weekdayBits(weekdays),
    ...minutesOf(start, end),
  }));
}

export function scheduleView(
  courierId: string,
  schedule: { readonly entries: readonly ScheduleEntry[]; readonly version: number },
): z.output<typeof ScheduleView> {
  const entries = schedule.entries.map(({ weekdays, startMinute, endMinute }) => ({
    weekdays: weekdaysOf(weekdays),
    start: clockTime(startMinute),
    end: clockTime(endMinute),
  }));
  return { courier_id: courierId, entries, version: schedule.version };
}
