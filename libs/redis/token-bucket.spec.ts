import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalBucket } from './token-bucket';

const policy = { ratePerS: 10, burst: 5 };

describe('LocalBucket', () => {
  it('gives the burst at once, then one token per tenth of a second', () => {
    const bucket = new LocalBucket(policy, 0);
    const burst = Array.from({ length: 6 }, () => bucket.take(policy, 0));
    expect(burst.map((verdict) => verdict.allowed)).toEqual([true, true, true, true, true, false]);
    expect(burst.map((verdict) => verdict.remaining)).toEqual([4, 3, 2, 1, 0, 0]);
    expect(burst[5]).toEqual({ allowed: false, remaining: 0, resetS: 1, retryAfterS: 1 });
    expect(bucket.take(policy, 99).allowed).toBe(false);
    expect(bucket.take(policy, 100).allowed).toBe(true);
    expect(bucket.take(policy, 100).allowed).toBe(false);
  });

  it('says how long a slow bucket takes', () => {
    const slow = { ratePerS: 1, burst: 60 };
    const bucket = new LocalBucket(slow, 0);
    for (let taken = 0; taken < 30; taken++) bucket.take(slow, 0);
    expect(bucket.take(slow, 0)).toMatchObject({ remaining: 29, resetS: 31 });
  });

  it('never gives more than the burst and what has flowed in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (waits) => {
        const bucket = new LocalBucket(policy, 0);
        let now = 0;
        let given = 0;
        for (const wait of waits) {
          now += wait;
          if (bucket.take(policy, now).allowed) given += 1;
          expect(given).toBeLessThanOrEqual(policy.burst + (now * policy.ratePerS) / 1000 + 1e-6);
        }
      }),
    );
  });
});
