/**
 * Transport: timetables, the trips that come of them, and a seat for every order on every line-haul leg.
 *
 * Invariants
 * - No trip carries more than its seats: decided under the link's lock, compared and set in one statement, and again by
 *   a CHECK.
 * - An order has seats on all legs of its way or on none, and its booking is one row: booked once, released once.
 * - Each leg takes the earliest departure with room after the parcel is there; earlier orders choose first.
 * - Whoever gives or takes seats of a link holds its row of `link_schedules`, rows locked by link id. So "full" stays true
 *   until the order is parked, and who brings seats finds every order that waits.
 * - Departures exist up to the horizon at least, and further where a parcel gets there later.
 *
 *   timetable ──► trips up to the horizon ──► assignTrips: seated ──► release: seats free again ──► waiting orders go on
 *                                                        └─► full: parked for link:<id>
 */
export type { NewTimetable } from './domain/timetable';
export { DAILY } from './domain/weekdays';
export { TransportFacade } from './transport.facade';
export { TransportModule } from './transport.module';
export type { TripOutcome, TripRequest } from './use-cases/assign-trips';
