import { describe, expect, it } from 'vitest';
import { explain, explainNone } from './explanation';
import type { OpenShift } from './shift-fit';

const shift: OpenShift = {
  id: 7,
  courierId: 'a',
  startsAtMs: 0,
  endsAtMs: 1,
  usedParcels: 0,
  freeParcels: 1,
  freeG: 1,
};

describe('explanation', () => {
  it('names the cost, the others and the runner-up', () => {
    const best = { shift, distanceM: 120, from: 'position' as const };
    const runnerUp = { shift: { ...shift, id: 8, courierId: 'b' }, distanceM: 300, from: 'position' as const };
    expect(explain({ kind: 'chosen', best, runnerUp, considered: 3, rejected: { full: 1 } })).toEqual({
      distance_m: 120,
      measured_from: 'position',
      considered: 3,
      rejected: { full: 1 },
      runner_up: { courier_id: 'b', shift_id: 8, distance_m: 300 },
    });
  });

  it('says what is missing', () => {
    expect(explainNone({ kind: 'none', considered: 0, rejected: {} })).toBe('The zone has no shift ahead');
    expect(explainNone({ kind: 'none', considered: 3, rejected: { full: 2, too_heavy: 1 } })).toContain('2 full');
  });
});
