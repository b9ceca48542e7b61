import { describe, expect, it } from 'vitest';
import { Allowance } from './allowance';

describe('Allowance', () => {
  it('gives what a second brings, and saves no more than that', () => {
    const allowance = new Allowance(10, 0);
    expect(allowance.take(10, 0)).toBe(true);
    expect(allowance.take(1, 50)).toBe(false);
    expect(allowance.take(1, 100)).toBe(true);
    expect(allowance.take(10, 60_000)).toBe(true);
    expect(allowance.take(1, 60_000)).toBe(false);
  });

  it('lets through what is larger than a second’s worth, once all is saved up, and pays it off', () => {
    const allowance = new Allowance(10, 0);
    expect(allowance.take(40, 0)).toBe(true);
    expect(allowance.take(1, 3_000)).toBe(false);
    expect(allowance.take(1, 3_200)).toBe(true);
  });
});
