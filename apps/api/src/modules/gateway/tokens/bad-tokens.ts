import { DomainError } from '#lib/kernel';
import { TokenBuckets, type RatePolicy } from '#lib/redis';
import { Inject, Injectable } from '@nestjs/common';
import { addressBucket } from '../domain/rate-limit';

/** Requests whose token is missing or bad, per remote address: each may cost a signature check. */
const FAILURE_RATE: RatePolicy = { ratePerS: 20, burst: 200 };

/** Limits how often an address may come without a valid token. */
@Injectable()
export class BadTokens {
  constructor(@Inject(TokenBuckets) private readonly buckets: TokenBuckets) {}

  /** Throws `error`, or once there were too many from this address `gateway.rate_limited` (429). */
  async refuse(address: string, error: unknown): Promise<never> {
    if (error instanceof DomainError && error.kind === 'unauthenticated') {
      const { allowed, retryAfterS } = await this.buckets.tryTake(`refused:${addressBucket(address)}`, FAILURE_RATE);
      if (!allowed) {
        const message = 'Too many requests without a valid access token came from this address';
        throw new DomainError('quota_exceeded', 'gateway.rate_limited', message, { retryAfterS });
      }
    }
    throw error;
  }
}
