import type { PlacementLookup } from '../persistence/intake.repository';
import type { Placement, PlacementOutcome } from './placement';

/** Tells from what the database holds what became of a placement that did not insert its order just now. */
export function settlePlacement(placement: Placement, found: PlacementLookup | undefined): PlacementOutcome {
  const bound = found?.bound;
  if (bound === undefined) return { kind: 'in_progress' };
  if (!bound.fingerprint.equals(placement.fingerprint)) return { kind: 'key_reused' };
  const isOurs = bound.resourceId === placement.id;
  if (bound.exists) return { kind: isOurs ? 'created' : 'replayed', orderId: bound.resourceId };
  if (found?.takenBy === undefined) return { kind: 'in_progress' };
  return { kind: 'reference_taken', orderId: found.takenBy, replayed: !isOurs };
}
