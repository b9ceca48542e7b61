import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, medianDeviation } from './median';
import { SampleRing } from './sample-ring';
import { thresholdAt } from './threshold';

const dynamic = { kind: 'dynamic', windowMs: 100, excludeMs: 10, deviations: 4, minSamples: 5, floor: 50 } as const;

function ringOf(values: readonly number[]): SampleRing {
  const ring = new SampleRing(200);
  values.forEach((value, atMs) => ring.push(atMs, value));
  return ring;
}

describe('the median and its deviation', () => {
  it('are the middle, and the middle of the distances to it', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeUndefined();
    expect(medianDeviation([1, 2, 3, 4, 100], 3)).toBeCloseTo(1.4826);
  });

  it('lie among the values, and do not follow a minority into the wild', () => {
    const values = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 11, maxLength: 41, size: 'max' });
    fc.assert(
      fc.property(values, (usual) => {
        const wild = Array.from({ length: Math.floor(usual.length / 2) - 1 }, () => 1e9);
        const center = median([...usual, ...wild]) ?? Number.NaN;
        expect(center).toBeGreaterThanOrEqual(Math.min(...usual));
        expect(center).toBeLessThanOrEqual(Math.max(...usual));
      }),
    );
  });
});

describe('a dynamic threshold', () => {
  it('is so many deviations from the median, and never below its floor', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 + (index % 3));
    expect(thresholdAt(dynamic, 'above', ringOf(values), 100)).toBeCloseTo(101 + 4 * 1.4826);
    expect(thresholdAt({ ...dynamic, floor: 500 }, 'above', ringOf(values), 100)).toBe(500);
    expect(thresholdAt({ ...dynamic, floor: 500 }, 'below', ringOf(values), 100)).toBeCloseTo(101 - 4 * 1.4826);
  });

  it('is its floor while too little is known', () => {
    expect(thresholdAt(dynamic, 'above', ringOf([900, 900, 900]), 3)).toBe(50);
  });

  it('leaves the newest samples out: an anomaly is not its own yardstick', () => {
    const values = [...Array.from({ length: 90 }, () => 100), ...Array.from({ length: 10 }, () => 9000)];
    const short = { ...dynamic, windowMs: 20, excludeMs: 11 };
    expect(thresholdAt(short, 'above', ringOf(values), 100)).toBe(100);
  });
});
