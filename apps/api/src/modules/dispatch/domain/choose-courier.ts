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
  const feasible: Candidate[] = [];
  for (const shift of shifts) {
    const rejection = rejectionOf(shift, delivery, nowMs);
    if (rejection === undefined) feasible.push(candidate(delivery, shift, whereabouts));
    else rejected[rejection] = (rejected[rejection] ?? 0) + 1;
  }
  const best = first(feasible);
  if (best === undefined) return { kind: 'none', considered: shifts.length, rejected };
  const runnerUp = first(feasible.filter((other) => other.shift.courierId !== best.shift.courierId));
  return { kind: 'chosen', best, runnerUp, considered: shifts.length, rejected };
}

function candidate(delivery: Delivery, shift: OpenShift, whereabouts: Whereabouts): Candidate {
  const position = whereabouts.positions.get(shift.courierId);
  return {
    shift,
    distanceM: distanceM(position ?? whereabouts.zoneCentre, delivery),
    from: position === undefined ? 'zone_centre' : 'position',
  };
}

function first(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const other of candidates) if (best === undefined || precedes(other, best)) best = other;
  return best;
}

function precedes(a: Candidate, b: Candidate): boolean {
  const byDay = Math.floor(a.shift.startsAtMs / DAY_MS) - Math.floor(b.shift.startsAtMs / DAY_MS);
  if (byDay !== 0) return byDay < 0;
  if (a.distanceM !== b.distanceM) return a.distanceM < b.distanceM;
  if (a.shift.usedParcels !== b.shift.usedParcels) return a.shift.usedParcels < b.shift.usedParcels;
  if (a.shift.courierId !== b.shift.courierId) return a.shift.courierId < b.shift.courierId;
  return a.shift.startsAtMs < b.shift.startsAtMs;
}
