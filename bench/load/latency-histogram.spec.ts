import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram';

describe('LatencyHistogram', () => {
  it('tells quantiles within its resolution', () => {
    const histogram = new LatencyHistogram();
    for (let ms = 1; ms <= 100; ms++) histogram.record(ms - 0.01);
    expect(histogram.quantileMs(0.5)).toBeCloseTo(50, 1);
    expect(histogram.quantileMs(0.99)).toBeCloseTo(99, 1);
    expect(histogram.quantileMs(1)).toBeCloseTo(100, 1);
  });

  it('keeps what lies beyond its limit, and says 0 when it has seen nothing', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.quantileMs(0.5)).toBe(0);
    histogram.record(1e9);
    expect(histogram.quantileMs(0.5)).toBeGreaterThanOrEqual(30_000);
  });
});
