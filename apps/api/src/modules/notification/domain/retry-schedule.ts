const [SECOND_MS, MINUTE_MS, HOUR_MS] = [1000, 60_000, 3_600_000];

/** How long after each failed attempt the next one follows; after the last of them a message has failed for good. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Each delay is made longer by up to this part of it, so that what failed together does not come back together. */
export const JITTER = 0.1;

/** However long a receiver asks us to wait, it hears from us again after this. */
export const LONGEST_WAIT_MS = 24 * HOUR_MS;

/** A receiver that says only that it is too much is left alone for this long. */
const SLOW_DOWN_MS = 60 * SECOND_MS;

/** What came of one attempt: an answer, or none with the reason why. */
export type AttemptResult =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'unreached'; readonly reason: string };

export type Verdict =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'failed' }
  /** Tried again after `delayMs`. `holdMs`: until then nothing else is sent to this endpoint either. */
  | { readonly outcome: 'retry'; readonly delayMs: number; readonly holdMs?: number }
  /** The endpoint is gone: it is disabled, and the message waits until somebody enables it again. */
  | { readonly outcome: 'gone' };

/**
 * Judges the attempt that was the `attempts`-th of a message (the first is 1). `random` is from 0 to below 1.
 *
 * 2xx ends it. 410 disables the endpoint. 429, and any answer with `Retry-After` that may be tried again, slow the whole
 * endpoint down. Other 4xx end it as failed: the same message would be refused again. All else is tried again.
 */
export function judge(result: AttemptResult, attempts: number, random: number): Verdict {
  const delayMs = retryDelayMs(attempts, random);
  if (result.kind === 'unreached') return retry(delayMs);
  const { status, retryAfterMs } = result;
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 410) return { outcome: 'gone' };
  if (status >= 400 && status < 500 && status !== 429) return { outcome: 'failed' };
  if (retryAfterMs === undefined && status !== 429) return retry(delayMs);
  return retry(delayMs, Math.min(retryAfterMs ?? SLOW_DOWN_MS, LONGEST_WAIT_MS));
}

/** The wait after the `attempts`-th attempt; undefined when it was the last. */
export function retryDelayMs(attempts: number, random: number): number | undefined {
  const base = RETRY_DELAYS_MS[attempts - 1];
  return base === undefined ? undefined : Math.round(base * (1 + JITTER * random));
}

function retry(delayMs: number | undefined, holdMs?: number): Verdict {
  if (delayMs === undefined) return { outcome: 'failed' };
  return holdMs === undefined
    ? { outcome: 'retry', delayMs }
    : { outcome: 'retry', delayMs: Math.max(delayMs, holdMs), holdMs };
}

/** `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date. Undefined when it is neither; never negative. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
