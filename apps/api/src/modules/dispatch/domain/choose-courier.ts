import { distanceM, type Point } from './distance';
import type { ParcelNeed } from './parcel-need';
import { rejectionOf, type OpenShift, type Rejection } from './shift-fit';

const DAY_MS = 86_400_000;

/** One order that looks for a courier: what it needs and where its door is. */
export interface Delivery extends Point, ParcelNeed {}

/** Where couriers are believed to be: their own last position, else the middle of their zone. */
export interface Whereabouts {
  readonly positions: ReadonlyMap<string, Point>;
  readonly zoneCentre: Point;
}

export type RejectionCounts = Readonly<Partial<Record<Rejection, number>>>;

/** A shift that could take the order, with its cost. */
export interface Candidate {
  readonly shift: OpenShift;
  readonly distanceM: number;
  /** What the distance was measured from. */
  readonly from: 'position' | 'zone_centre';
}

export type Choice =
  | {
      readonly kind: 'chosen';
      readonly best: Candidate;
      /** The best candidate of another courier. */
      readonly runnerUp: Candidate | undefined;
      readonly considered: number;
      readonly rejected: RejectionCounts;
    }
  | { readonly kind: 'none'; readonly considered: number; readonly rejected: RejectionCounts };

/**
 * The nearest feasible courier of a zone: among the open shifts that can take the parcel, those of the earliest UTC day;
 * of these the courier nearest to the door, then the one with the fewest parcels, then the lower courier id.
 * Deterministic: the same arguments give the same choice.
 */
export function chooseCourier(
  delivery: Delivery,
  shifts: readonly OpenShift[],
  whereabouts: Whereabouts,
  nowMs: number,
): Choice {
  const rejected: Partial<Record<Rejection, number>> = {};
  const feasible: OpenShift[] = [];
  for (const shift of shifts) {
    const rejection = rejectionOf(shift, delivery, nowMs);
    if (rejection === undefined) feasible.push(shift);
    else rejected[rejection] = (rejected[rejection] ?? 0) + 1;
  }
  const best = cheapest(delivery, feasible, whereabouts);
  if (best === undefined) return { kind: 'none', considered: shifts.length, rejected };
  const others = feasible.filter((shift) => shift.courierId !== best.shift.courierId);
  const runnerUp = cheapest(delivery, others, whereabouts);
  return { kind: 'chosen', best, runnerUp, considered: shifts.length, rejected };
}

/** Distances are worked out for the earliest day alone: most of the shifts ahead are of later ones. */
function cheapest(delivery: Delivery, shifts: readonly OpenShift[], whereabouts: Whereabouts): Candidate | undefined {
  let day = Infinity;
  for (const shift of shifts) day = Math.min(day, dayOf(shift));
  let best: Candidate | undefined;
  for (const shift of shifts) {
    if (dayOf(shift) !== day) continue;
    const other = candidate(delivery, shift, whereabouts);
    if (best === undefined || precedes(other, best)) best = other;
  }
  return best;
}

function dayOf(shift: OpenShift): number {
  return Math.floor(shift.startsAtMs / DAY_MS);
}

function candidate(delivery: Delivery, shift: OpenShift, whereabouts: Whereabouts): Candidate {
  const position = whereabouts.positions.get(shift.courierId);
  return {
    shift,
    distanceM: distanceM(position ?? whereabouts.zoneCentre, delivery),
    from: position === undefined ? 'zone_centre' : 'position',
  };
}

function precedes(a: Candidate, b: Candidate): boolean {
  if (a.distanceM !== b.distanceM) return a.distanceM < b.distanceM;
  if (a.shift.usedParcels !== b.shift.usedParcels) return a.shift.usedParcels < b.shift.usedParcels;
  if (a.shift.courierId !== b.shift.courierId) return a.shift.courierId < b.shift.courierId;
  return a.shift.startsAtMs < b.shift.startsAtMs;
}
