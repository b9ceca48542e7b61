import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Retention, type RetentionParts } from './retention';

/** Without tables, none of them is touched. */
const NOTHING = {} as RetentionParts;
const MINUTE_MS = 60_000;

describe('when old things are forgotten', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is a minute after the start, and every hour from then on, until the process stops', async () => {
    const retention = new Retention(NOTHING, [], true);
    const run = vi.spyOn(retention, 'run');
    retention.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
    expect(run).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
    expect(run).toHaveBeenCalledTimes(3);
    await retention.beforeApplicationShutdown();
    await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('is never where the process does not do it', () => {
    new Retention(NOTHING, [], false).onApplicationBootstrap();
    expect(vi.getTimerCount()).toBe(0);
  });
});
