import type { RatePolicy, RateVerdict } from '#lib/redis';

/**
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers): the quota `q` that may be used at once, and the window `w`,
 * the seconds in which it fills up again.
 */
export function policyHeader(policy: RatePolicy): string {
  return `"default";q=${policy.burst};w=${Math.max(1, Math.ceil(policy.burst / policy.ratePerS))}`;
}

/** `RateLimit`: what is left (`r`), and in how many seconds all of it is back (`t`). */
export function limitHeader(verdict: RateVerdict): string {
  return `"default";r=${verdict.remaining};t=${verdict.resetS}`;
}
