import { expect, it } from 'vitest';
import { isWholeRate } from './rate-limit.dto';

it('a rate limit is given whole or not at all', () => {
  expect([{}, { rate_per_s: null, burst: null }, { rate_per_s: 1, burst: 2 }].map(isWholeRate)).toEqual([
    true,
    true,
    true,
  ]);
  expect([{ rate_per_s: 1 }, { burst: 2 }, { rate_per_s: 1, burst: null }].map(isWholeRate)).toEqual([
    false,
    false,
    false,
  ]);
});
