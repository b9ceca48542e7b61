import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAttempt, breakerState, held, OPEN_MS, type Breaker } from './breaker';

const START = new Date('2026-11-23T12:00:00Z');
const NEW: Breaker = { failures: 0, probes: 0, heldUntil: null };
const at = (ms: number): Date => new Date(START.getTime() + ms);
const run = (attempts: readonly boolean[], from = NEW, now = START): Breaker =>
  attempts.reduce((breaker, healthy) => afterAttempt(breaker, healthy, now), from);
const OPEN = run([false, false, false, false, false]);

describe("an endpoint's breaker", () => {
  it('opens at the fifth failure in a row for ten seconds, and not before', () => {
    expect(breakerState(run([false, false, false, false]), START)).toBe('closed');
    expect(breakerState(run([false, false, false, false, true, false, false, false, false]), START)).toBe('closed');
    expect(breakerState(OPEN, at(OPEN_MS - 1))).toBe('open');
    expect(breakerState(OPEN, at(OPEN_MS))).toBe('half_open');
  });

  it('closes after three probes that succeed, and opens again at the first that fails', () => {
    const now = at(OPEN_MS);
    expect(breakerState(run([true, true], OPEN, now), now)).toBe('half_open');
    expect(run([true, true, true], OPEN, now)).toEqual(NEW);
    const again = run([true, true, false], OPEN, now);
    expect(breakerState(again, now)).toBe('open');
    expect(breakerState(again, at(2 * OPEN_MS))).toBe('half_open');
    expect(run([true, true], again, at(2 * OPEN_MS)).failures).toBe(5);
  });

  it('takes a success that was sent before it opened for no proof', () => {
    expect(run([true, true, true], OPEN, at(1))).toEqual(OPEN);
  });

  it('keeps the longer of its own pause and the one that the receiver asked for', () => {
    const asked = held(NEW, 60_000, START);
    expect(asked.heldUntil).toEqual(at(60_000));
    expect(held(asked, 1000, START).heldUntil).toEqual(at(60_000));
    expect(run([false, false, false, false, false], asked).heldUntil).toEqual(at(60_000));
  });

  it('agrees with a plain count of what happened, step by step', () => {
    const steps = fc.array(fc.record({ healthy: fc.boolean(), waitMs: fc.integer({ min: 0, max: 15_000 }) }));
    fc.assert(
      fc.property(steps, (history) => {
        let [breaker, ms] = [NEW, 0];
        const model = { row: 0, openUntil: -1, probes: 0 };
        for (const { healthy, waitMs } of history) {
          ms += waitMs;
          const isOpen = model.row >= 5 && ms < model.openUntil;
          if (!healthy) {
            model.row = Math.min(5, model.row + 1);
            model.probes = 0;
            if (model.row === 5) model.openUntil = Math.max(model.openUntil, ms + OPEN_MS);
          } else if (model.row < 5) model.row = 0;
          else if (!isOpen && ++model.probes === 3) Object.assign(model, { row: 0, probes: 0, openUntil: -1 });
          breaker = afterAttempt(breaker, healthy, at(ms));
          const expected = model.row < 5 ? 'closed' : ms < model.openUntil ? 'open' : 'half_open';
          expect(breakerState(breaker, at(ms))).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
