import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './connection';

describe('retryDelayMs', () => {
  it('starts at once and never waits longer than 200 ms', () => {
    expect(retryDelayMs(1)).toBe(20);
    for (const attempt of [10, 11, 100, 1e6]) expect(retryDelayMs(attempt)).toBe(200);
  });
});
