import { median, medianDeviation } from './median';
import type { SampleRing } from './sample-ring';

/** On which side of its threshold a value is wrong. */
export type Direction = 'above' | 'below';

export interface StaticThreshold {
  readonly kind: 'static';
  readonly value: number;
}

/**
 * What is unusual for this series: the median of a sliding window, and `deviations` times its median absolute deviation
 * away from it. A z-score would assume a normal distribution, which latency does not have, and the outlier that is looked
 * for would itself widen the deviation (Leys et al., "Detecting outliers: Do not use standard deviation around the mean,
 * use absolute deviation around the median", Journal of Experimental Social Psychology 49, 2013, section 2).
 */
export interface DynamicThreshold {
  readonly kind: 'dynamic';
  readonly windowMs: number;
  /** The newest part of the window that is left out, so that an anomaly does not become its own yardstick. */
  readonly excludeMs: number;
  readonly deviations: number;
  /** With fewer samples than this only the floor counts. */
  readonly minSamples: number;
  /** Nothing on the right side of this value is ever wrong, however unusual: a floor for `above`, a ceiling for `below`. */
  readonly floor: number;
}

export type Threshold = StaticThreshold | DynamicThreshold;

/** The threshold that holds for a series at `nowMs`. */
export function thresholdAt(threshold: Threshold, direction: Direction, ring: SampleRing, nowMs: number): number {
  if (threshold.kind === 'static') return threshold.value;
  const { windowMs, excludeMs, deviations, minSamples, floor } = threshold;
  const values = ring.between(nowMs - windowMs, nowMs - excludeMs).map(([, value]) => value);
  const center = median(values);
  if (center === undefined || values.length < minSamples) return floor;
  const distance = deviations * medianDeviation(values, center);
  return direction === 'above' ? Math.max(floor, center + distance) : Math.min(floor, center - distance);
}
