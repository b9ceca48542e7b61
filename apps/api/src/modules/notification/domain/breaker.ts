/** Failures in a row after which an endpoint is left alone. */
export const FAILURES_TO_OPEN = 5;
/** For how long. */
export const OPEN_MS = 10_000;
/** Attempts that must succeed one after another before it is trusted again. */
const PROBES_TO_CLOSE = 3;

/**
 * The breaker of one endpoint, as its row holds it: so all processes share it, a restart forgets nothing, and ten thousand
 * of them cost no memory.
 *
 * ```
 * closed ──5 failures in a row──► open ──10 s──► half-open ──3 successes in a row──► closed
 *                                  ▲                 │
 *                                  └────a failure────┘
 * ```
 */
export interface Breaker {
  /** Failures in a row. */
  readonly failures: number;
  /** Successes since it was open. */
  readonly probes: number;
  /** Nothing is sent before; also set by an endpoint that asks for it. */
  readonly heldUntil: Date | null;
}

export type BreakerState = 'closed' | 'open' | 'half_open';

export function breakerState({ failures, heldUntil }: Breaker, now: Date): BreakerState {
  if (failures < FAILURES_TO_OPEN) return 'closed';
  return heldUntil !== null && heldUntil > now ? 'open' : 'half_open';
}

/** The breaker after one attempt. `healthy`: the receiver answered, and not with a fault of its own. */
export function afterAttempt(breaker: Breaker, healthy: boolean, now: Date): Breaker {
  if (!healthy) {
    const failures = Math.min(breaker.failures + 1, FAILURES_TO_OPEN);
    const opens = failures >= FAILURES_TO_OPEN;
    return { failures, probes: 0, heldUntil: opens ? later(breaker.heldUntil, openUntil(now)) : breaker.heldUntil };
  }
  const state = breakerState(breaker, now);
  if (state === 'closed') return { ...breaker, failures: 0, probes: 0 };
  if (state === 'open') return breaker; // sent before it opened: no proof that it is well now
  const probes = breaker.probes + 1;
  return probes < PROBES_TO_CLOSE ? { ...breaker, probes } : CLOSED_BREAKER;
}

/** The endpoint asked to be left alone for `holdMs`. */
export function held(breaker: Breaker, holdMs: number, now: Date): Breaker {
  return { ...breaker, heldUntil: later(breaker.heldUntil, new Date(now.getTime() + holdMs)) };
}

/** As it begins, and as it is after it was trusted again. */
export const CLOSED_BREAKER: Breaker = { failures: 0, probes: 0, heldUntil: null };

/** Opened by hand. */
export function openedFor(forMs: number, now: Date): Breaker {
  return { failures: FAILURES_TO_OPEN, probes: 0, heldUntil: new Date(now.getTime() + forMs) };
}

function openUntil(now: Date): Date {
  return new Date(now.getTime() + OPEN_MS);
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
