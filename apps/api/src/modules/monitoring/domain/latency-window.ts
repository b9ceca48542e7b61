/** Upper bounds in milliseconds, a fifth apart: the answer is at most that much too high. */
const BOUNDS_MS = Array.from({ length: 64 }, (_, index) => 0.5 * 1.2 ** index);

/** Requests of the last so many ticks, in a fixed piece of memory: their number, faults, and how long they took. */
export class LatencyWindow {
  private readonly slices: { readonly buckets: Uint32Array; requests: number; faults: number }[];
  private at = 0;

  constructor(ticks: number) {
    const slice = () => ({ buckets: new Uint32Array(BOUNDS_MS.length), requests: 0, faults: 0 });
    this.slices = Array.from({ length: ticks }, slice);
  }

  record(durationMs: number, isFault: boolean): void {
    const slice = this.slices[this.at];
    if (slice === undefined) return;
    const index = Math.ceil(Math.log(Math.max(durationMs, 0.5) / 0.5) / Math.log(1.2));
    const bucket = Math.min(index, BOUNDS_MS.length - 1);
    slice.buckets[bucket] = (slice.buckets[bucket] ?? 0) + 1;
    slice.requests += 1;
    if (isFault) slice.faults += 1;
  }

  /** Begins the next tick; the oldest is forgotten. */
  turn(): void {
    this.at = (this.at + 1) % this.slices.length;
    const slice = this.slices[this.at];
    if (slice === undefined) return;
    slice.buckets.fill(0);
    slice.requests = 0;
    slice.faults = 0;
  }

  get requests(): number {
    return this.slices.reduce((sum, { requests }) => sum + requests, 0);
  }

  get faults(): number {
    return this.slices.reduce((sum, { faults }) => sum + faults, 0);
  }

  /** The duration below which 99 of 100 requests stayed; undefined without a request. */
  p99Ms(): number | undefined {
    const wanted = Math.ceil(this.requests * 0.99);
    if (wanted === 0) return undefined;
    let seen = 0;
    for (const [index, bound] of BOUNDS_MS.entries()) {
      for (const { buckets } of this.slices) seen += buckets[index] ?? 0;
      if (seen >= wanted) return bound;
    }
    return BOUNDS_MS.at(-1);
  }
}
