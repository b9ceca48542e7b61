import { beforeEach, describe, expect, it } from 'vitest';
import { CanaryWatch } from './canary';

let watch: CanaryWatch;
beforeEach(() => {
  watch = new CanaryWatch('p', 0);
});

describe('the watch over a queue’s canaries', () => {
  it('sends one at a time, a period apart, each with an id of its own', () => {
    expect(watch.due(1999)).toBeUndefined();
    expect(watch.due(2000)).toBe('canary-p-1');
    watch.sent('canary-p-1', 2000);
    expect(watch.due(9000)).toBeUndefined();
    watch.gone('canary-p-1');
    expect(watch.outstanding).toBeUndefined();
    expect(watch.due(9000)).toBe('canary-p-2');
  });

  it('finds one late that nobody took in time, once', () => {
    watch.sent('canary-p-1', 2000);
    expect(watch.judge(8000)).toBe('fine');
    expect(watch.judge(8001)).toBe('late');
    expect(watch.judge(8002)).toBe('fine');
    expect(watch.outstanding).toBeUndefined();
  });

  it('finds a consumer starved that takes nothing while others take everything', () => {
    for (let nowMs = 2000; nowMs <= 60_000; nowMs += 2000) {
      watch.sent(`canary-p-${nowMs}`, nowMs);
      watch.gone(`canary-p-${nowMs}`);
      expect(watch.judge(nowMs)).toBe('fine');
    }
    expect(watch.judge(60_001)).toBe('starved');
    expect(watch.judge(60_002)).toBe('fine');
  });

  it('is content with a consumer that takes a job now and then', () => {
    for (let nowMs = 50_000; nowMs <= 500_000; nowMs += 50_000) {
      watch.took(nowMs);
      expect(watch.judge(nowMs + 49_000)).toBe('fine');
    }
  });

  it('blames nobody for the time in which Redis was away', () => {
    watch.sent('canary-p-1', 2000);
    watch.excuse(100_000);
    expect(watch.judge(159_999)).toBe('fine');
  });
});
