const [SECOND_MS, MINUTE_MS, HOUR_MS] = [1000, 60_000, 3_600_000];

/** How long after each failed attempt the next one follows; after the last of them a mail has failed. */
export const EMAIL_DELAYS_MS: readonly number[] = [
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  4 * HOUR_MS,
  12 * HOUR_MS,
];
export const EMAIL_ATTEMPTS = EMAIL_DELAYS_MS.length + 1;

/** Each delay is made longer by up to this part of it. */
const EMAIL_JITTER = 0.1;

/** News that are older are none: such a mail is given up, however few attempts it had. */
export const EMAIL_NEWS_MS = 24 * HOUR_MS;

/** What came of an attempt: taken, refused and why, or given up before the server was asked, which says nothing of the server. */
export type EmailAttempt =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly blames: 'mail' | 'server';
      readonly isFinal: boolean;
    }
  | { readonly kind: 'dropped'; readonly reason: string };

export type EmailVerdict =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'failed'; readonly reason: string }
  | { readonly outcome: 'retry'; readonly reason: string; readonly delayMs: number };

/** Judges the attempt that was the `attempts`-th of a mail (the first is 1). `random` is from 0 to below 1. */
export function judgeEmail(attempt: EmailAttempt, attempts: number, random: number): EmailVerdict {
  if (attempt.kind === 'taken') return { outcome: 'sent' };
  if (attempt.kind === 'dropped') return { outcome: 'failed', reason: attempt.reason };
  const { reason, isFinal } = attempt;
  const base = EMAIL_DELAYS_MS[attempts - 1];
  if (isFinal || base === undefined) return { outcome: 'failed', reason };
  return { outcome: 'retry', reason, delayMs: Math.round(base * (1 + EMAIL_JITTER * random)) };
}

/** Why a mail is not sent although it was claimed; undefined when it is. */
export function staleness(
  mail: { readonly attempts: number; readonly occurredAt: Date },
  now: Date,
): string | undefined {
  // Attempts are counted when they begin: one that ends its process every time comes to its end as well.
  if (mail.attempts > EMAIL_ATTEMPTS) return 'attempts_lost';
  return now.getTime() - mail.occurredAt.getTime() > EMAIL_NEWS_MS ? 'too_old' : undefined;
}
