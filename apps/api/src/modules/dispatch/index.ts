/**
 * Dispatch: who carries a parcel from the station to the door. Couriers work in zones, in shifts; a shift has room for so
 * many parcels and grams; an assignment takes some of it.
 *
 * Invariants:
 * - an order has at most one courier (primary key), and its slot is taken and given back once;
 * - a shift never carries more than its capacity (CHECK), whoever races whom;
 * - no order waits for a zone while there is room that it fits into: assigning excludes whoever brings room to the zone,
 *   and whoever brings room looks for waiting orders before it commits (`persistence/zone-lock.ts`);
 * - every assignment says why it is this courier.
 *
 *   weekly schedule ── laid out 72 h ahead ──► shift (open ⇄ closed) ──► ended, empty: forgotten after a week
 *   order ── assignCouriers ──► assignment ── release (it ended, or an attempt failed) ──► gone (its history is in the order's events)
 *         └── no room: parked under zone:<id> ── room comes ──► ready for stage dispatch again
 */
export { DispatchFacade } from './dispatch.facade';
export type { CourierSearch } from './dispatch.facade';
export { DispatchModule } from './dispatch.module';
export type { CourierMove, MoveSide } from './domain/courier-move';
export type { Assignment } from './domain/assignment';
export type { CourierOutcome } from './use-cases/assign-couriers';
export type { NewCourier } from './use-cases/enrol-couriers';
export type { ScheduleEntry, Weekday } from './domain/weekly-schedule';
