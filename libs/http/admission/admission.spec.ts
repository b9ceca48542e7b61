import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission, INTERVAL_MS } from './admission';

const TARGET_MS = 100;
const SECOND = 1000 / INTERVAL_MS;

function admission(random = () => 0.5): Admission {
  return new Admission({ targetMs: () => TARGET_MS, random });
}

function intervals(control: Admission, count: number, delaysMs: readonly number[]): void {
  for (let each = 0; each < count; each++) {
    for (const delayMs of delaysMs) control.observe('loop', delayMs);
    control.endInterval();
  }
}

describe('admission', () => {
  it('lets everything in while nothing waits too long', () => {
    const control = admission();
    intervals(control, 20, [TARGET_MS, TARGET_MS * 50]);
    expect([control.shareOf('deferrable'), control.shareOf('normal')]).toEqual([1, 1]);
    expect(control.admits('deferrable')).toBe(true);
  });

  it('takes a burst for what it is: one short wait in an interval means that no queue stands', () => {
    const control = admission();
    intervals(control, 20, [5000, 4000, 1, 6000]);
    expect(control.shareOf('deferrable')).toBe(1);
  });

  it('turns new orders away when a queue stands, and more the longer it is', () => {
    const [slightly, badly] = [admission(), admission()];
    intervals(slightly, 5, [TARGET_MS * 1.1]);
    intervals(badly, 5, [TARGET_MS * 10]);
    expect(slightly.shareOf('deferrable')).toBeLessThan(1);
    expect(badly.shareOf('deferrable')).toBeLessThan(slightly.shareOf('deferrable'));
    expect(badly.shareOf('normal')).toBe(1);
  });

  it('gets from everything to a third within a second, and back within five', () => {
    const control = admission();
    intervals(control, SECOND, [TARGET_MS * 3]);
    expect(control.shareOf('deferrable')).toBeLessThan(1 / 3);
    intervals(control, 5 * SECOND, [1]);
    expect(control.shareOf('deferrable')).toBe(1);
  });

  it('adds up where a request waits, so that no short queue hides a long one', () => {
    const control = admission();
    for (let each = 0; each < 5; each++) {
      control.observe('loop', TARGET_MS * 0.6);
      control.observe('flight', TARGET_MS * 0.5);
      control.endInterval();
    }
    expect(control.shareOf('deferrable')).toBeLessThan(1);
  });

  it('turns others away only when hardly a new order is let in, and lets them back first', () => {
    const control = admission();
    intervals(control, 30 * SECOND, [TARGET_MS * 10]);
    expect(control.shareOf('normal')).toBeLessThan(0.1);
    intervals(control, 1, [1]);
    expect(control.shareOf('deferrable')).toBeLessThan(0.05);
    intervals(control, 10 * SECOND, []);
    expect([control.shareOf('deferrable'), control.shareOf('normal')]).toEqual([1, 1]);
  });

  it('answers probes whatever happens', () => {
    const control = admission(() => 0.999);
    intervals(control, 60 * SECOND, [60_000]);
    expect([control.admits('vital'), control.admits('normal'), control.admits('deferrable')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('keeps its shares in bounds and in order whatever it observes', () => {
    const delays = fc.array(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), { maxLength: 300 });
    fc.assert(
      fc.property(delays, (observed) => {
        const control = admission();
        for (const interval of observed) {
          intervals(control, 1, interval);
          const [deferrable, normal] = [control.shareOf('deferrable'), control.shareOf('normal')];
          expect(deferrable).toBeGreaterThan(0);
          expect(normal).toBeLessThanOrEqual(1);
          expect(deferrable).toBeLessThanOrEqual(normal);
        }
      }),
    );
  });

  it('lets in the share that it says', () => {
    let draw = 0;
    const control = admission(() => (draw = (draw + 0.001) % 1));
    intervals(control, 6, [TARGET_MS * 3]);
    const admitted = Array.from({ length: 1000 }, () => control.admits('deferrable')).filter(Boolean).length;
    expect(admitted / 1000).toBeCloseTo(control.shareOf('deferrable'), 2);
  });
});
