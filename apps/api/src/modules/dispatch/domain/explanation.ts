import type { Choice, RejectionCounts } from './choose-courier';

/** Why an order got its courier, in the words of the wire and of the `explanation` column. */
export interface Explanation {
  readonly distance_m: number;
  readonly measured_from: 'position' | 'zone_centre';
  /** Open shifts of the zone that were looked at. */
  readonly considered: number;
  /** How many of them could not take the parcel, by the first reason that applied. */
  readonly rejected: RejectionCounts;
  /** Set where a person chose the courier: only that one's shifts were looked at. */
  readonly chosen_by?: 'operator';
  /** The best shift of another courier, and what it would have cost. */
  readonly runner_up: { readonly courier_id: string; readonly shift_id: number; readonly distance_m: number } | null;
}

export function explain(choice: Extract<Choice, { kind: 'chosen' }>): Explanation {
  const { best, runnerUp, considered, rejected } = choice;
  return {
    distance_m: best.distanceM,
    measured_from: best.from,
    considered,
    rejected,
    runner_up:
      runnerUp === undefined
        ? null
        : { courier_id: runnerUp.shift.courierId, shift_id: runnerUp.shift.id, distance_m: runnerUp.distanceM },
  };
}

/** Why an order is with this courier, when a person wanted it to be. */
export function explainMove(choice: Extract<Choice, { kind: 'chosen' }>): Explanation {
  return { ...explain(choice), chosen_by: 'operator' };
}

/** What is missing, for the one who looks at an order that waits. */
export function explainNone(choice: Extract<Choice, { kind: 'none' }>): string {
  if (choice.considered === 0) return 'The zone has no shift ahead';
  const reasons = Object.entries(choice.rejected).map(([reason, count]) => `${count} ${reason}`);
  return `None of ${choice.considered} open shifts of the zone can take the parcel: ${reasons.join(', ')}`;
}
