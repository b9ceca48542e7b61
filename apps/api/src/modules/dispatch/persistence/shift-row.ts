import type { Shift } from '../domain/shift';
import type { OpenShift } from '../domain/shift-fit';

export type { Shift };

/** The columns of a `Shift`, for statements whose only table with such names is `shifts`. */
export const SHIFT_COLUMNS = `shifts.id, courier_id as "courierId", zone_id as "zoneId", starts_at as "startsAt",
  ends_at as "endsAt", capacity_parcels as "capacityParcels", capacity_g as "capacityG",
  used_parcels as "usedParcels", used_g as "usedG", scheduled, closed`;

/** The room of a shift as a decision sees it. */
export function openShiftOf(shift: Shift): OpenShift {
  return {
    id: shift.id,
    courierId: shift.courierId,
    startsAtMs: shift.startsAt.getTime(),
    endsAtMs: shift.endsAt.getTime(),
    usedParcels: shift.usedParcels,
    freeParcels: shift.capacityParcels - shift.usedParcels,
    freeG: shift.capacityG - shift.usedG,
  };
}
