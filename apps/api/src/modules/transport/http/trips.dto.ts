import { endpoint, pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import type { Trip } from '../persistence/trip-list.repository';
import { linkId, READERS, tripCursor, tripId } from './transport-fields';

const tag = 'trips';
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const TripView = z.object({
  id: z.int(),
  link_id: z.int(),
  timetable_id: z.uuid(),
  departs_at: z.iso.datetime(),
  arrives_at: z.iso.datetime(),
  seats: z.int().describe('Parcels it can carry'),
  used: z.int().describe('Parcels that have a seat'),
});

export function tripView(trip: Trip): z.input<typeof TripView> {
  return {
    id: trip.id,
    link_id: trip.linkId,
    timetable_id: trip.timetableId,
    departs_at: trip.departsAt.toISOString(),
    arrives_at: trip.arrivesAt.toISOString(),
    seats: trip.seats,
    used: trip.used,
  };
}

export const listTrips = endpoint({
  tag,
  summary: 'List trips by departure',
  auth: { roles: READERS },
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: tripCursor,
    link_id: linkId.optional(),
    from: instant.optional().describe('Departures at or after'),
    to: instant.optional().describe('Departures before'),
  }),
  success: { status: 200, body: pageOf(TripView) },
});

export const getTrip = endpoint({
  tag,
  summary: 'Read a trip',
  auth: { roles: READERS },
  params: z.strictObject({ id: tripId }),
  success: { status: 200, body: TripView },
  problems: [404],
});
