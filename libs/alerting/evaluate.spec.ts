import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from './alert';
import { evaluate, type Alerts } from './evaluate';
import type { Rule } from './rule';
import { SampleStore } from './sample-store';

const RULE: Rule = {
  name: 'latency',
  severity: 'warning',
  series: 'p99',
  direction: 'above',
  threshold: { kind: 'static', value: 100 },
  forMs: 3,
  hysteresis: 0.2,
  resolveForMs: 2,
  freshMs: 1,
  whenMissing: 'keep',
  goneMs: 10,
  labels: { team: 'core' },
  summary: '{instance}: {value} over {threshold}',
};

/** Plays one value a millisecond; undefined is a sample that did not come. Answers the state after each look. */
function play(rule: Rule, values: readonly (number | undefined)[]): { states: string[]; changes: Alert[] } {
  const store = new SampleStore({ series: 4, samplesPerSeries: 64 });
  let alerts: Alerts = new Map();
  const [states, changes]: [string[], Alert[]] = [[], []];
  values.forEach((value, atMs) => {
    if (value !== undefined) store.add('p99', { instance: 'a' }, atMs, value);
    const evaluation = evaluate([rule], store, alerts, atMs);
    alerts = evaluation.alerts;
    changes.push(...evaluation.changes);
    states.push([...alerts.values()][0]?.state ?? 'inactive');
  });
  return { states, changes };
}

const exact: Rule = { ...RULE, freshMs: 0 };
const sample = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(79, 80, 81, 100, 101));
const samples = fc.array(fc.option(sample, { nil: undefined, freq: 5 }), { minLength: 1, maxLength: 80, size: 'max' });

describe('an alert', () => {
  it('waits, fires, holds in the band, and is resolved when it has been well for a while', () => {
    const { states, changes } = play(RULE, [50, 150, 150, 150, 150, 90, 90, 70, 70, 70, 70]);
    const expected = ['inactive', 'pending', 'pending', 'pending', 'firing', 'firing', 'firing', 'firing', 'firing'];
    expect(states).toEqual([...expected, 'resolved', 'inactive']);
    expect(changes).toMatchObject([
      { state: 'firing', firedAtMs: 4, sinceMs: 1, summary: 'a: 150 over 100' },
      { state: 'resolved', endedBy: 'cleared', firedAtMs: 4, resolvedAtMs: 9 },
    ]);
    expect(changes[0]?.labels).toEqual({ instance: 'a', team: 'core', alertname: 'latency', severity: 'warning' });
  });

  it('fires at once where a rule waits for nothing', () => {
    expect(play({ ...RULE, forMs: 0 }, [150]).states).toEqual(['firing']);
  });

  it('fires only after the whole of its time without a break', () => {
    fc.assert(
      fc.property(samples, (values) => {
        play(exact, values).changes.forEach((change) => {
          if (change.state !== 'firing') return;
          const span = values.slice((change.firedAtMs ?? 0) - exact.forMs, (change.firedAtMs ?? 0) + 1);
          expect(span).toHaveLength(exact.forMs + 1);
          expect(span.every((value) => value !== undefined && value > 100)).toBe(true);
        });
      }),
    );
  });

  it('is resolved exactly once for each time it fired', () => {
    fc.assert(
      fc.property(samples, (values) => {
        play(exact, values).changes.forEach(({ state }, index) => {
          expect(state).toBe(index % 2 === 0 ? 'firing' : 'resolved');
        });
      }),
    );
  });

  it('does not flap while its value stays within the band', () => {
    const within = fc.array(fc.integer({ min: 81, max: 130 }), { maxLength: 80, size: 'max' });
    fc.assert(
      fc.property(within, (values) => {
        const { changes } = play(exact, [150, 150, 150, 150, ...values]);
        expect(changes.map(({ state }) => state)).toEqual(['firing']);
      }),
    );
  });

  it('keeps what it knows while samples are missing, and ends when there has been nothing for long', () => {
    const { states, changes } = play(RULE, [...Array<number>(5).fill(150), ...Array<undefined>(14).fill(undefined)]);
    expect(states.slice(4, 15)).toEqual(Array(11).fill('firing'));
    expect(changes.at(-1)).toMatchObject({ state: 'resolved', endedBy: 'no_data' });
  });

  it('takes silence for a breach, or for well, where its rule says so', () => {
    const silence = Array<undefined>(9).fill(undefined);
    expect(play({ ...exact, whenMissing: 'breach' }, [50, ...silence]).states.at(-1)).toBe('firing');
    expect(play({ ...exact, whenMissing: 'clear' }, [...Array<number>(5).fill(150), ...silence]).changes).toHaveLength(
      2,
    );
  });

  it('keeps the threshold that it began with: a lasting anomaly does not end by becoming usual', () => {
    const threshold = { kind: 'dynamic', windowMs: 20, excludeMs: 0, deviations: 3, minSamples: 5, floor: 60 } as const;
    const values = [...Array.from({ length: 20 }, (_, index) => 50 + (index % 2)), ...Array<number>(40).fill(500)];
    const { states } = play({ ...RULE, threshold, hysteresis: 0, resolveForMs: 0 }, values);
    expect(states.slice(23).every((state) => state === 'firing')).toBe(true);
  });

  it('comes out the same in whatever order the series arrive', () => {
    const arrivals = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), sample), { maxLength: 60, size: 'max' });
    const order = fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 });
    fc.assert(
      fc.property(arrivals, order, (taken, instances) => {
        const inTime = taken.map(([instance, value], atMs) => ({ instance, value, atMs }));
        const oneByOne = instances.flatMap((name) => inTime.filter(({ instance }) => instance === name));
        const outcome = (list: typeof inTime): [string, Alert][] => {
          const store = new SampleStore({ series: 8, samplesPerSeries: 64 });
          for (const { instance, value, atMs } of list) store.add('p99', { instance }, atMs, value);
          return [...evaluate([{ ...RULE, forMs: 0, freshMs: 100 }], store, new Map(), 60).alerts];
        };
        expect(outcome(oneByOne)).toEqual(outcome(inTime));
      }),
    );
  });
});
