/** How long and how loud a scenario runs. */
export interface BenchOptions {
  /** Seconds that are measured, all rounds of the subject together; warm-up and yardsticks come on top. */
  readonly seconds: number;
  /** How many orders are stored before `growth` measures, one after another; `console-list` takes the last. */
  readonly orders?: readonly number[];
  /** Progress for a person who waits; nothing is measured by it. */
  note(this: void, line: string): void;
}

/** The last line of a run, for machines. Ratios are what counts on a shared machine; the absolutes orient. */
export interface Figures {
  readonly scenario: string;
  readonly figure: number;
  readonly unit: string;
  /** The yardstick's figure, taken in the same run. */
  readonly yardstick: number;
  /** figure / yardstick. */
  readonly ratio: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
  readonly [more: string]: number | string;
}

export interface Report {
  readonly figures: Figures;
  /** A table for people: one row per subject and round, medians last. */
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** What the outcome check found wrong; a benchmark that lost an order has failed, however fast it was. */
  readonly faults: readonly string[];
}

export interface Scenario {
  readonly name: string;
  readonly summary: string;
  run(this: void, options: BenchOptions): Promise<Report>;
}

/** Rounds of at least two seconds, five when there is time for them: their median is quoted. */
export function roundsOf(seconds: number): { readonly count: number; readonly seconds: number } {
  const count = Math.min(5, Math.max(1, Math.floor(seconds / 2)));
  return { count, seconds: seconds / count };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const round2 = (value: number): number => Math.round(value * 100) / 100;
