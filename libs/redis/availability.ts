/**
 * Whether asking Redis is worth the wait. A Redis that hangs would cost every caller its whole timeout; after a few
 * timeouts in a row nobody asks for a while, then one caller's attempt decides.
 */
export class Availability {
  private failures = 0;
  private closedUntilMs = 0;

  constructor(
    private readonly tolerated: number,
    private readonly pauseMs: number,
    private readonly nowMs: () => number,
  ) {}

  /** False while nobody should ask. The first to be told true after a pause is alone until it reports. */
  admits(): boolean {
    if (this.failures < this.tolerated) return true;
    const now = this.nowMs();
    if (now < this.closedUntilMs) return false;
    this.closedUntilMs = now + this.pauseMs;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= this.tolerated) this.closedUntilMs = this.nowMs() + this.pauseMs;
  }
}
