/**
 * What gives way first under overload. `vital` (probes) is always answered; `deferrable` (new orders) can be sent again
 * later with the same key and is turned away first; everything else, such as scans and cancels, comes in between.
 */
export type Priority = 'vital' | 'normal' | 'deferrable';

/** Where work waits that was let in: for the event loop to come round, for a flight. */
export type Queue = 'loop' | 'flight';

/** How often the shares are set anew. */
export const INTERVAL_MS = 100;

/** Never quite nothing: what is let in is what shows that the queue has gone. */
const LEAST_SHARE = 0.02;
/** Lost of the share in an interval whose queue was twice as long as wanted or longer. */
const STEEPEST_CUT = 0.2;
/** Won back in an interval without a standing queue: from a third to all within three seconds. */
const RISE = 0.025;

export interface AdmissionOptions {
  /** The queueing delay, in ms, above which requests are turned away. */
  readonly targetMs: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Decides which requests are turned away at the door, by how long accepted work waits and not by how much of it there
 * is. A burst makes everybody wait for a moment; only the smallest delay of an interval tells that a queue stands (the
 * insight of CoDel: Nichols and Jacobson, "Controlling Queue Delay", 2012). The share that is let in falls in proportion
 * to the excess and rises by small steps, the lowest priority first (as in DAGOR: Zhou et al., "Overload Control for
 * Scaling WeChat Microservices", 2018).
 */
export class Admission {
  private readonly shares = { deferrable: 1, normal: 1 };
  private readonly leastDelays = new Map<Queue, number>();

  constructor(private readonly options: AdmissionOptions) {}

  /** Work that was ready waited this long for its turn. A request goes through one queue after the other: their delays add up. */
  observe(queue: Queue, delayMs: number): void {
    const least = this.leastDelays.get(queue);
    if (least === undefined || delayMs < least) this.leastDelays.set(queue, delayMs);
  }

  /** The queueing delay, in ms, that is borne. */
  get targetMs(): number {
    return this.options.targetMs();
  }

  admits(priority: Priority): boolean {
    if (priority === 'vital') return true;
    const share = this.shares[priority];
    return share === 1 || this.options.random() < share;
  }

  /** The share of a priority that is let in. */
  shareOf(priority: Exclude<Priority, 'vital'>): number {
    return this.shares[priority];
  }

  /** Ends an interval; to be called every `INTERVAL_MS`. An interval in which nothing waited had no queue. */
  endInterval(): void {
    const { targetMs } = this;
    const delayMs = [...this.leastDelays.values()].reduce((sum, each) => sum + each, 0);
    const excess = (delayMs - targetMs) / targetMs;
    this.leastDelays.clear();
    if (excess > 0) this.cut(STEEPEST_CUT * Math.min(1, excess));
    else this.rise();
  }

  private cut(by: number): void {
    const first = this.shares.deferrable > LEAST_SHARE ? 'deferrable' : 'normal';
    this.shares[first] = Math.max(LEAST_SHARE, this.shares[first] * (1 - by));
  }

  private rise(): void {
    const first = this.shares.normal < 1 ? 'normal' : 'deferrable';
    this.shares[first] = Math.min(1, this.shares[first] + RISE);
  }
}
