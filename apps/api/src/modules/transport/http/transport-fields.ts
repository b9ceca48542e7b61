import { pageQuery } from '#lib/http';
import { isUuid, type Role } from '#lib/kernel';
import { z } from 'zod';
import type { TripPosition } from '../persistence/trip-list.repository';

const INT4_MAX = 2_147_483_647;
const FOREIGN_CURSOR = 'must be a next_cursor of this list';

/** Who may look at timetables and trips, and who may change timetables. */
export const READERS: readonly Role[] = ['viewer', 'operator', 'admin'];
export const EDITORS: readonly Role[] = ['operator', 'admin'];

/** A number in a path or a query. */
const wholeNumber = (what: string, max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/, `must be ${what}`)
    .transform(Number)
    .refine((id) => id <= max, `must be ${what}`);

export const linkId = wholeNumber('a link id', INT4_MAX);
export const tripId = wholeNumber('a trip id', Number.MAX_SAFE_INTEGER);

/** Where a list that is sorted by UUID goes on. */
export const uuidCursor = pageQuery.shape.cursor.refine((id) => id === undefined || isUuid(id), FOREIGN_CURSOR);

const TRIP_POSITION = /^(\d{1,15})\.(\d{1,15})$/;

/** Where a list of trips goes on: `<departure, Unix ms>.<id>`. */
export const tripCursor = pageQuery.shape.cursor.transform((cursor, context): TripPosition | undefined => {
  if (cursor === undefined) return undefined;
  const [, departsMs, id] = TRIP_POSITION.exec(cursor) ?? [];
  const departsAt = new Date(Number(departsMs));
  if (id !== undefined && !Number.isNaN(departsAt.getTime())) return { departsAt, id: Number(id) };
  context.addIssue({ code: 'custom', message: FOREIGN_CURSOR });
  return z.NEVER;
});

export function tripCursorOf(trip: TripPosition): string {
  return `${trip.departsAt.getTime()}.${trip.id}`;
}
