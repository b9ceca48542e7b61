import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Admission } from './admission';
import { watchLoop } from './loop-delay';

const TARGET_MS = 100;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Keeps the loop busy for so long at a time: its timers come that late. */
function hold(stepMs: number, times: number): void {
  for (let each = 0; each < times; each++) {
    vi.setSystemTime(Date.now() + stepMs); // moves the clock without running what is due
    vi.advanceTimersByTime(10);
  }
}

describe('watching the event loop', () => {
  it('closes the door when timers stay late, and opens it when they come in time', () => {
    const admission = new Admission({ targetMs: () => TARGET_MS, random: () => 0.5 });
    const end = watchLoop(admission);
    vi.advanceTimersByTime(1000);
    expect(admission.shareOf('deferrable')).toBe(1);
    hold(TARGET_MS * 3, 10);
    const closed = admission.shareOf('deferrable');
    expect(closed).toBeLessThan(0.5);
    vi.advanceTimersByTime(5000);
    expect(admission.shareOf('deferrable')).toBe(1);
    end();
    hold(TARGET_MS * 3, 10);
    expect(admission.shareOf('deferrable')).toBe(1);
  });
});
