import { z } from 'zod';

const MAX_RATE_PER_S = 1_000_000;

/** A rate limit of one's own: both members or neither. */
export const rateFields = {
  rate_per_s: z.int().min(1).max(MAX_RATE_PER_S).nullable().optional().describe('Requests per second in the long run'),
  burst: z.int().min(1).max(MAX_RATE_PER_S).nullable().optional().describe('Requests at once'),
};

export interface RateFields {
  readonly rate_per_s?: number | null;
  readonly burst?: number | null;
}

/** Whether both members of a limit are given, or neither. */
export function isWholeRate({ rate_per_s: rate, burst }: RateFields): boolean {
  return (rate ?? null) === null ? (burst ?? null) === null : (burst ?? null) !== null;
}

export const WHOLE_RATE = { message: 'rate_per_s and burst are given together or not at all', path: ['burst'] };
