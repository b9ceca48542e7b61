import { describe, expect, it } from 'vitest';
import { BoundedProbe } from './bounded-probe';

function probe(check: () => Promise<unknown>, reuseMs = 0, timeoutMs = 1000) {
  let now = 0;
  const bounded = new BoundedProbe(check, { timeoutMs, reuseMs, nowMs: () => now });
  return { bounded, pass: (ms: number) => (now += ms) };
}

describe('a bounded probe', () => {
  it('fails at the third failure in a row, and passes again with the first success', async () => {
    let up = false;
    const { bounded } = probe(() => (up ? Promise.resolve() : Promise.reject(new Error('down'))));
    expect(await bounded.isHealthy()).toBe(true);
    expect(await bounded.isHealthy()).toBe(true);
    expect(await bounded.isHealthy()).toBe(false);
    up = true;
    expect(await bounded.isHealthy()).toBe(true);
    up = false;
    expect(await bounded.isHealthy()).toBe(true);
  });

  it('counts a check that never answers as a failure, and answers in time', async () => {
    const { bounded } = probe(() => new Promise(() => undefined), 0, 1);
    for (const expected of [true, true, false]) expect(await bounded.isHealthy()).toBe(expected);
  });

  it('checks once for many who ask at once, and once within the time of reuse', async () => {
    let checks = 0;
    const { bounded, pass } = probe(() => Promise.resolve((checks += 1)), 250);
    await Promise.all([bounded.isHealthy(), bounded.isHealthy(), bounded.isHealthy()]);
    await bounded.isHealthy();
    expect(checks).toBe(1);
    pass(250);
    await bounded.isHealthy();
    expect(checks).toBe(2);
  });
});
