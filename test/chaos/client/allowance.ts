/** So many per second, with a second's worth saved up at most: retries must not become a load of their own. */
export class Allowance {
  private left: number;
  private lastMs: number;

  constructor(
    private readonly perS: number,
    nowMs: number,
  ) {
    this.left = perS;
    this.lastMs = nowMs;
  }

  /** Whether `count` may happen now. More than a second's worth at once may when everything was saved up. */
  take(count: number, nowMs: number): boolean {
    this.left = Math.min(this.perS, this.left + ((nowMs - this.lastMs) * this.perS) / 1000);
    this.lastMs = nowMs;
    if (this.left < Math.min(count, this.perS)) return false;
    this.left -= count;
    return true;
  }
}
