import { describe, expect, it } from 'vitest';
import { nameOf } from './fault';
import { scheduleFaults } from './schedule';

const COUNTS = { kills: 80, pauses: 40, flushes: 20, droppedAnswers: 100, fullDisks: 3 };

describe('the schedule of faults', () => {
  it('is the same for the same seed', () => {
    expect(scheduleFaults(5, COUNTS)).toEqual(scheduleFaults(5, COUNTS));
    expect(scheduleFaults(5, COUNTS)).not.toEqual(scheduleFaults(6, COUNTS));
  });

  it('gives every target its share', () => {
    const counts = new Map<string, number>();
    for (const { fault } of scheduleFaults(5, COUNTS)) counts.set(nameOf(fault), (counts.get(nameOf(fault)) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toMatchObject({
      'kill child': 20,
      'kill postgres': 20,
      'kill redis': 20,
      'kill everything': 20,
      'flush redis': 20,
      'drop answer (commit)': 25,
      'full disk': 3,
    });
    expect(counts.get('pause child')).toBeGreaterThanOrEqual(20);
  });

  it('strikes both processes', () => {
    const places = scheduleFaults(5, COUNTS).flatMap(({ fault }) =>
      fault.kind === 'kill' && fault.target === 'child' ? [fault.place] : [],
    );
    expect(places.filter((place) => place === 0)).toHaveLength(10);
  });

  it('pauses processes for half a second to ten, half of them for longer than what they hold lives', () => {
    const pauses = scheduleFaults(5, COUNTS).flatMap(({ fault }) => (fault.kind === 'pause' ? [fault] : []));
    for (const { ms } of pauses) expect(ms >= 500 && ms <= 10_000).toBe(true);
    const long = pauses.filter(({ target, ms }) => target === 'child' && ms >= 7_500);
    expect(long.length).toBeGreaterThanOrEqual(10);
  });
});
