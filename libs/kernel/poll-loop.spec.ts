import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PollLoop } from './poll-loop';

describe('a loop that polls', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function start(turn: () => Promise<boolean>) {
    const errors: unknown[] = [];
    const loop = new PollLoop({ turn, pollMs: () => 100, onError: (error) => errors.push(error) });
    return { loop, errors };
  }

  it('takes its next turn after a while, or at once when it is woken', async () => {
    let turns = 0;
    const { loop } = start(() => Promise.resolve(++turns < 0));
    loop.wake();
    await vi.advanceTimersByTimeAsync(99);
    expect(turns).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(turns).toBe(2);
    loop.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(turns).toBe(3);
  });

  it('goes on at once while there is more, and after a fault with the next poll', async () => {
    let turns = 0;
    const { loop, errors } = start(() => {
      turns += 1;
      return turns === 3 ? Promise.reject(new Error('away')) : Promise.resolve(turns < 3);
    });
    loop.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(turns).toBe(3);
    expect(errors).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(turns).toBe(4);
  });

  it('never takes two turns at a time: who wakes it meanwhile gets the one after', async () => {
    const ends: (() => void)[] = [];
    const { loop } = start(() => new Promise((end) => ends.push(() => end(false))));
    loop.wake();
    loop.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(2);
  });

  it('stops when its turn has ended', async () => {
    let turns = 0;
    const { loop } = start(() => Promise.resolve(++turns > 0 && turns < 2));
    loop.wake();
    await loop.stop();
    loop.wake();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(turns).toBe(1);
  });
});
