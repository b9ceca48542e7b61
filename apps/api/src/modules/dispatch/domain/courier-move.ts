import type { Shift } from './shift';

/** Parcels and grams of one shift. */
export interface Load {
  readonly parcels: number;
  readonly grams: number;
}

/** What a move does to one of its two shifts. */
export interface MoveSide {
  readonly courierId: string;
  readonly shiftId: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: Load;
  readonly before: Load;
  readonly after: Load;
  /** From the courier, or the middle of the zone, to the door: what the engine goes by. */
  readonly distanceM: number;
}

/** One order that goes from one courier to another. */
export interface CourierMove {
  readonly orderId: string;
  readonly from: MoveSide;
  readonly to: MoveSide;
}

/** One side of a move: `parcels` is 1 for the shift that takes the parcel, −1 for the one that gives it away. */
export function moveSide(shift: Shift, parcels: 1 | -1, weightG: number, distanceM: number): MoveSide {
  const before = { parcels: shift.usedParcels, grams: shift.usedG };
  return {
    courierId: shift.courierId,
    shiftId: shift.id,
    startsAt: shift.startsAt,
    endsAt: shift.endsAt,
    capacity: { parcels: shift.capacityParcels, grams: shift.capacityG },
    before,
    after: { parcels: before.parcels + parcels, grams: before.grams + parcels * weightG },
    distanceM,
  };
}
