import { describe, expect, it } from 'vitest';
import { Courtesy } from './accept-fairly';

describe('courtesy between children', () => {
  it('grows with the lead, up to a bound', () => {
    const courtesy = new Courtesy(0);
    expect([-1, 0, 1, 2, 100, -Infinity].map((ahead) => courtesy.spend(ahead, 0))).toEqual([0, 0, 0.2, 0.4, 1, 0]);
  });

  it('takes no more than a fiftieth of the time when connections keep coming', () => {
    const courtesy = new Courtesy(0);
    const spent = (fromMs: number): number => {
      let sum = 0;
      for (let ms = fromMs; ms < fromMs + 1000; ms += 0.5) sum += courtesy.spend(10, ms);
      return sum;
    };
    expect(spent(0)).toBeCloseTo(30 + 20, -1);
    expect(spent(1000)).toBeCloseTo(20, -1);
    expect(courtesy.spend(10, 60_000)).toBe(1);
  });
});
