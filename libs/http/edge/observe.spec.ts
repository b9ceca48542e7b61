import { expect, it } from 'vitest';
import { LineSampler } from './observe';

it('lets so many lines of a second through, and as many again in the next', () => {
  const sampler = new LineSampler(() => 3);
  const taken = [0, 1, 2, 3, 999, 1_000, 1_001, 1_002, 1_003].map((nowMs) => sampler.take(nowMs));
  expect(taken).toEqual([true, true, true, false, false, true, true, true, false]);
});
