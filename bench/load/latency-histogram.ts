const RESOLUTION_US = 50;
const LIMIT_US = 30_000_000;

/** Latencies in steps of 50 µs up to 30 s: exact enough to quote, and no allocation while measuring. */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(LIMIT_US / RESOLUTION_US + 1);
  private total = 0;

  record(ms: number): void {
    const slot = Math.min(this.counts.length - 1, Math.max(0, Math.floor((ms * 1000) / RESOLUTION_US)));
    this.counts[slot] = (this.counts[slot] ?? 0) + 1;
    this.total += 1;
  }

  /** The latency in milliseconds that the share `quantile` of all stayed within; 0 when there are none. */
  quantileMs(quantile: number): number {
    let left = Math.ceil(this.total * quantile);
    if (left === 0) return 0;
    for (let slot = 0; slot < this.counts.length; slot++) {
      left -= this.counts[slot] ?? 0;
      if (left <= 0) return ((slot + 1) * RESOLUTION_US) / 1000;
    }
    return LIMIT_US / 1000;
  }
}
