import { endpoint, pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import { WEEKDAYS, weekdaysOf } from '../domain/weekdays';
import type { StoredTimetable } from '../persistence/timetable.repository';
import { EDITORS, linkId, READERS, uuidCursor } from './transport-fields';

const tag = 'timetables';
const params = z.strictObject({ id: z.uuid() });
const departsMinute = z.int().min(0).max(1439).describe('Minute of the day, UTC');
const weekdays = z.array(z.enum(WEEKDAYS)).min(1).max(7).describe('Days on which it departs, in UTC');
const seats = z.int().min(1).max(100_000).describe('Parcels per trip');

const TimetableView = z.object({
  id: z.uuid(),
  link_id: z.int(),
  departs_minute: departsMinute,
  weekdays,
  seats,
  active: z.boolean().describe('False: no trips come of it'),
  version: z.int().describe('The number in the ETag'),
});

export function timetableView(timetable: StoredTimetable): z.input<typeof TimetableView> {
  return {
    id: timetable.id,
    link_id: timetable.linkId,
    departs_minute: timetable.departsMinute,
    weekdays: weekdaysOf(timetable.weekdays),
    seats: timetable.seats,
    active: timetable.active,
    version: timetable.version,
  };
}

export const createTimetable = endpoint({
  tag,
  summary: 'Create a timetable: a departure that recurs on a link',
  description: 'Its trips up to the horizon exist when the answer is given.',
  auth: { roles: EDITORS },
  body: z.strictObject({
    link_id: z.int().min(1).max(2_147_483_647),
    departs_minute: departsMinute,
    weekdays: weekdays.default([...WEEKDAYS]),
    seats,
    active: z.boolean().default(true),
  }),
  idempotency: true,
  success: { status: 201, body: TimetableView },
  problems: [409, 422],
  example: { link_id: 1, departs_minute: 390, weekdays: ['mon', 'wed', 'fri'], seats: 1500 },
});

export const listTimetables = endpoint({
  tag,
  summary: 'List timetables',
  auth: { roles: READERS },
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: uuidCursor,
    link_id: linkId.optional(),
    active: z
      .enum(['true', 'false'])
      .transform((value) => value === 'true')
      .optional(),
  }),
  success: { status: 200, body: pageOf(TimetableView) },
});

export const getTimetable = endpoint({
  tag,
  summary: 'Read a timetable',
  auth: { roles: READERS },
  params,
  success: { status: 200, body: TimetableView },
  problems: [404],
});

export const changeTimetable = endpoint({
  tag,
  summary: 'Change a timetable and its coming trips',
  description: 'Trips that orders have seats on run as promised; those the timetable no longer names take no more.',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  body: z
    .strictObject({
      departs_minute: departsMinute.optional(),
      weekdays: weekdays.optional(),
      seats: seats.optional(),
      active: z.boolean().optional(),
    })
    .refine((body) => Object.keys(body).length > 0, 'names nothing to change'),
  success: { status: 200, body: TimetableView },
  problems: [404, 409],
});

export const removeTimetable = endpoint({
  tag,
  summary: 'Delete a timetable; trips that orders have seats on still run',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  success: { status: 204 },
  problems: [404],
});
