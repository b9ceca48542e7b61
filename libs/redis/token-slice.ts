import { LocalBucket, type RatePolicy } from './token-bucket';

/** What a draw from the shared bucket brought. */
export interface Draw {
  readonly granted: number;
  /** Tokens left in the shared bucket. */
  readonly shared: number;
  /** Milliseconds until the shared bucket has a whole token again. */
  readonly waitMs: number;
}

/** A process draws what it uses in this time at full rate: about ten round trips per second and busy client. */
const SLICE_S = 0.1;
/** Drawn tokens that nobody used by then go back with the next draw, or an idle process would hoard them. */
const HELD_MS = 1_000;
/** The next slice is drawn ahead of need when less than this part is left, so that requests need not wait for it. */
const AHEAD = 0.5;
/** Smaller slices are drawn on demand: drawing ahead would take a notable part of a small bucket. */
const AHEAD_MIN_SLICE = 4;

export function sliceSize(policy: RatePolicy): number {
  return Math.max(1, Math.min(policy.burst, Math.ceil(policy.ratePerS * SLICE_S)));
}

/** The tokens that this process holds of one shared bucket. Times are milliseconds of one monotonic clock. */
export class TokenSlice {
  readonly local: LocalBucket;
  /** The draw that is under way. */
  pending: Promise<void> | undefined;
  /** Requests that wait for it. */
  waiting = 0;
  private held = 0;
  private heldUntilMs = 0;
  private shared = 0;
  private sharedAtMs = 0;
  private emptyUntilMs = 0;

  constructor(policy: RatePolicy, nowMs: number) {
    this.local = new LocalBucket(policy, nowMs);
  }

  /** Takes one of the held tokens; false when there is none, or they are too old to be ours still. */
  take(nowMs: number): boolean {
    if (this.held < 1 || nowMs >= this.heldUntilMs) return false;
    this.held -= 1;
    return true;
  }

  /** How long the shared bucket is known to be empty, in milliseconds; 0 when it is not known to be. */
  emptyForMs(nowMs: number): number {
    return Math.max(0, this.emptyUntilMs - nowMs);
  }

  wantsMore(policy: RatePolicy, nowMs: number): boolean {
    const size = sliceSize(policy);
    return (
      this.pending === undefined && size >= AHEAD_MIN_SLICE && this.held < size * AHEAD && nowMs >= this.emptyUntilMs
    );
  }

  /** Hands over what has grown too old, to be put back by the draw that starts now. */
  giveBack(nowMs: number): number {
    if (nowMs < this.heldUntilMs) return 0;
    const old = this.held;
    this.held = 0;
    return old;
  }

  receive(draw: Draw, nowMs: number): void {
    this.held += draw.granted;
    this.heldUntilMs = nowMs + HELD_MS;
    this.shared = draw.shared;
    this.sharedAtMs = nowMs;
    this.emptyUntilMs = draw.granted === 0 ? nowMs + draw.waitMs : 0;
  }

  /** Tokens left here and, as far as is known, in the shared bucket. */
  remaining(policy: RatePolicy, nowMs: number): number {
    return this.held + this.shared + ((nowMs - this.sharedAtMs) * policy.ratePerS) / 1000;
  }
}
