import type { ClientCounts, Success } from './plan';

/** What the client counts while it runs. */
export class Tally {
  offered = 0;
  acknowledged = 0;
  withheld = 0;
  retries = 0;
  cancelled = 0;
  scans = 0;
  private readonly byStatus = new Map<string, number>();
  private successes: Success[] = [];

  /** An answer's status, or why there was none. */
  saw(what: string, times = 1): void {
    this.byStatus.set(what, (this.byStatus.get(what) ?? 0) + times);
  }

  succeeded(success: Success): void {
    this.successes.push(success);
  }

  /** The successes since the last call. */
  takeSuccesses(): Success[] {
    const taken = this.successes;
    this.successes = [];
    return taken;
  }

  counts(open: number): ClientCounts {
    const { offered, acknowledged, withheld, retries, cancelled, scans } = this;
    const byStatus = Object.fromEntries(this.byStatus);
    return { offered, acknowledged, withheld, retries, open, cancelled, scans, byStatus };
  }
}
