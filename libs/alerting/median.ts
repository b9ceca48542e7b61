/** The middle value; the mean of the two in the middle where their number is even. Undefined without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** What makes the median absolute deviation of normally distributed values equal to their standard deviation. */
const CONSISTENCY = 1.4826;

/** The median absolute deviation, scaled to a standard deviation. One wild value in two does not move it. */
export function medianDeviation(values: readonly number[], center: number): number {
  return CONSISTENCY * (median(values.map((value) => Math.abs(value - center))) ?? 0);
}
