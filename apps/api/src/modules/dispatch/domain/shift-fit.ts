import type { ParcelNeed } from './parcel-need';

/** A shift that may still take parcels, as one decision sees it. Times in Unix milliseconds. */
export interface OpenShift {
  readonly id: number;
  readonly courierId: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly usedParcels: number;
  readonly freeParcels: number;
  readonly freeG: number;
}

/** Why a shift cannot take a parcel; the first that applies, in this order. */
export const REJECTIONS = ['no_time', 'outside_window', 'full', 'too_heavy'] as const;

export type Rejection = (typeof REJECTIONS)[number];

/** The least time between a parcel being at hand and the end of its shift or window: loading and one trip to the door. */
export const SERVICE_TIME_MS = 15 * 60_000;

/** Why `shift` cannot take a parcel of this need from `nowMs` on; undefined when it can. */
export function rejectionOf(shift: OpenShift, need: ParcelNeed, nowMs: number): Rejection | undefined {
  const from = Math.max(shift.startsAtMs, need.arrivesAtMs, nowMs);
  if (shift.endsAtMs - from < SERVICE_TIME_MS) return 'no_time';
  const windowFrom = Math.max(from, need.deliverAfterMs ?? from);
  const windowUntil = Math.min(shift.endsAtMs, need.deliverBeforeMs ?? shift.endsAtMs);
  if (windowUntil - windowFrom < SERVICE_TIME_MS) return 'outside_window';
  if (shift.freeParcels < 1) return 'full';
  return shift.freeG < need.weightG ? 'too_heavy' : undefined;
}

/** The shift after it has taken one more parcel. */
export function withParcel(shift: OpenShift, weightG: number): OpenShift {
  return {
    ...shift,
    usedParcels: shift.usedParcels + 1,
    freeParcels: shift.freeParcels - 1,
    freeG: shift.freeG - weightG,
  };
}
