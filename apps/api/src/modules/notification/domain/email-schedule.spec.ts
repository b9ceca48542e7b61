import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMAIL_ATTEMPTS,
  EMAIL_DELAYS_MS,
  EMAIL_NEWS_MS,
  judgeEmail,
  staleness,
  type EmailAttempt,
} from './email-schedule';

const refused = (isFinal = false): EmailAttempt => ({ kind: 'refused', reason: 'R', blames: 'mail', isFinal });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('a mail that is not taken', () => {
  it('is tried again later and later, and not for ever', () => {
    fc.assert(
      fc.property(random, random, fc.integer({ min: 1, max: 30 }), (a, b, attempts) => {
        const [now, next] = [judgeEmail(refused(), attempts, a), judgeEmail(refused(), attempts + 1, b)];
        expect(now.outcome).toBe(attempts < EMAIL_ATTEMPTS ? 'retry' : 'failed');
        if (now.outcome === 'retry' && next.outcome === 'retry') expect(next.delayMs).toBeGreaterThan(now.delayMs);
      }),
    );
    expect(EMAIL_ATTEMPTS).toBe(EMAIL_DELAYS_MS.length + 1);
  });

  it('is given up when the server says so for good', () => {
    expect(judgeEmail(refused(true), 1, 0)).toEqual({ outcome: 'failed', reason: 'R' });
  });

  it('is given up when it is no news any more, or has ended its process too often', () => {
    const at = new Date(0);
    expect(staleness({ attempts: 1, occurredAt: at }, new Date(EMAIL_NEWS_MS))).toBeUndefined();
    expect(staleness({ attempts: 1, occurredAt: at }, new Date(EMAIL_NEWS_MS + 1))).toBe('too_old');
    expect(staleness({ attempts: EMAIL_ATTEMPTS, occurredAt: at }, at)).toBeUndefined();
    expect(staleness({ attempts: EMAIL_ATTEMPTS + 1, occurredAt: at }, at)).toBe('attempts_lost');
  });
});
