import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  JITTER,
  judge,
  LONGEST_WAIT_MS,
  parseRetryAfter,
  RETRY_DELAYS_MS,
  retryDelayMs,
  type AttemptResult,
} from './retry-schedule';

const answered = (status: number, retryAfterMs?: number): AttemptResult => ({ kind: 'answered', status, retryAfterMs });
const UNREACHED: AttemptResult = { kind: 'unreached', reason: 'timeout' };

describe('the retry schedule', () => {
  it('is 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and then the message has failed', () => {
    const minutes = RETRY_DELAYS_MS.map((ms) => ms / 60_000);
    expect(minutes).toEqual([1 / 12, 5, 30, 120, 300, 600, 840, 1200, 1440]);
    const outcomes = Array.from({ length: 10 }, (_, tried) => judge(UNREACHED, tried + 1, 0).outcome);
    expect(outcomes).toEqual([...Array.from({ length: 9 }, () => 'retry'), 'failed']);
  });

  it('makes each wait longer by at most its jitter, and never shorter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tried, random) => {
          const base = RETRY_DELAYS_MS[tried - 1] ?? 0;
          const delay = retryDelayMs(tried, random) ?? 0;
          expect(delay).toBeGreaterThanOrEqual(base);
          expect(delay).toBeLessThanOrEqual(base * (1 + JITTER) + 1);
        },
      ),
    );
    expect(retryDelayMs(1, 0.9)).not.toBe(retryDelayMs(1, 0.1));
  });
});

describe('the verdict on an attempt', () => {
  it.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [299, 'delivered'],
    [301, 'retry'],
    [302, 'retry'],
    [400, 'failed'],
    [401, 'failed'],
    [404, 'failed'],
    [409, 'failed'],
    [410, 'gone'],
    [422, 'failed'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('of a %i is %s', (status, outcome) => {
    expect(judge(answered(status), 1, 0).outcome).toBe(outcome);
  });

  it('is to slow the endpoint down after a 429 or a Retry-After, for as long as it asks, within a day', () => {
    expect(judge(answered(503, 40_000), 1, 0)).toEqual({ outcome: 'retry', delayMs: 40_000, holdMs: 40_000 });
    expect(judge(answered(429), 1, 0)).toMatchObject({ holdMs: 60_000, delayMs: 60_000 });
    expect(judge(answered(429, 1000), 2, 0)).toEqual({ outcome: 'retry', delayMs: 300_000, holdMs: 1000 });
    expect(judge(answered(429, 1e12), 1, 0)).toMatchObject({ holdMs: LONGEST_WAIT_MS });
    expect(judge(answered(500), 1, 0)).toEqual({ outcome: 'retry', delayMs: 5000 });
    expect(judge(answered(404, 1000), 1, 0)).toEqual({ outcome: 'failed' });
  });

  it('always comes to an end within ten attempts, whatever the receiver does', () => {
    const results = fc.oneof(
      fc.constant(UNREACHED),
      fc
        .tuple(fc.integer({ min: 100, max: 599 }), fc.option(fc.nat(), { nil: undefined }))
        .map(([s, r]) => answered(s, r)),
    );
    fc.assert(
      fc.property(fc.array(results, { minLength: 10, maxLength: 10 }), (answers) => {
        const last = answers.findIndex((answer, index) => judge(answer, index + 1, 0.5).outcome !== 'retry');
        expect(last).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 12:01:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %j is %j ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });
});
