import { expect, it } from 'vitest';
import { limitHeader, policyHeader } from './rate-headers';

it('names quota and window, and what is left of them', () => {
  expect(policyHeader({ ratePerS: 50, burst: 200 })).toBe('"default";q=200;w=4');
  expect(policyHeader({ ratePerS: 100, burst: 10 })).toBe('"default";q=10;w=1');
  expect(limitHeader({ allowed: true, remaining: 7, resetS: 3, retryAfterS: 0 })).toBe('"default";r=7;t=3');
});
