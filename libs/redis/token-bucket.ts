/** How often something may happen: `ratePerS` in the long run, `burst` at once. Both positive integers. */
export interface RatePolicy {
  readonly ratePerS: number;
  readonly burst: number;
}

/** Whether a request may go on, and what its rate limit headers say. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** Whole tokens left now. */
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly resetS: number;
  /** Seconds until one token is there; 0 when allowed. */
  readonly retryAfterS: number;
}

/** A token bucket of this process alone, for the time when Redis is away. Starts full. */
export class LocalBucket {
  private tokens: number;
  private atMs: number;

  constructor(policy: RatePolicy, nowMs: number) {
    this.tokens = policy.burst;
    this.atMs = nowMs;
  }

  take(policy: RatePolicy, nowMs: number): RateVerdict {
    const refill = (Math.max(0, nowMs - this.atMs) * policy.ratePerS) / 1000;
    this.tokens = Math.min(policy.burst, this.tokens + refill);
    this.atMs = nowMs;
    if (this.tokens < 1) return refused(policy, ((1 - this.tokens) / policy.ratePerS) * 1000);
    this.tokens -= 1;
    return allowed(policy, this.tokens);
  }
}

/** The verdict for a request that got its token, with `tokens` left. */
export function allowed(policy: RatePolicy, tokens: number): RateVerdict {
  const remaining = Math.max(0, Math.min(policy.burst, Math.floor(tokens)));
  const resetS = Math.ceil((policy.burst - remaining) / policy.ratePerS);
  return { allowed: true, remaining, resetS, retryAfterS: 0 };
}

/** The verdict for a request that found none; the next token comes in `waitMs`. */
export function refused(policy: RatePolicy, waitMs: number): RateVerdict {
  const resetS = Math.ceil(policy.burst / policy.ratePerS);
  return { allowed: false, remaining: 0, resetS, retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) };
}
