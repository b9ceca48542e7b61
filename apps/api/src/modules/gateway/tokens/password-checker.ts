import { DomainError } from '#lib/kernel';
import { TokenBuckets, type RatePolicy } from '#lib/redis';
import { Inject, Injectable } from '@nestjs/common';
import { SecretHasher } from './secret-hasher';

/** One person who cannot remember: per user name and address. */
const PAIR_RATE: RatePolicy = { ratePerS: 0.2, burst: 10 };
/** One machine that tries many names. */
const ADDRESS_RATE: RatePolicy = { ratePerS: 1, burst: 60 };
/** Many machines that try one name. */
const USERNAME_RATE: RatePolicy = { ratePerS: 0.2, burst: 30 };

export interface PasswordAttempt {
  readonly username: string;
  readonly password: string;
  /** What the remote address counts as. */
  readonly address: string;
  /** Undefined when nobody has the name. */
  readonly passwordHash: string | undefined;
  /** Whether the user has logged in from this address of late. */
  readonly isKnownAddress: boolean;
}

/**
 * Checks passwords. Guessing is throttled; the limit of a name over all addresses does not hold for addresses that its owner
 * comes from, so that nobody can lock a user out from elsewhere.
 */
@Injectable()
export class PasswordChecker {
  constructor(
    @Inject(SecretHasher) private readonly hasher: SecretHasher,
    @Inject(TokenBuckets) private readonly buckets: TokenBuckets,
  ) {}

  /** Costs the same for a name that nobody has. Throws `session.too_many_attempts` (429). */
  async check(attempt: PasswordAttempt): Promise<boolean> {
    await this.throttle(attempt);
    const { passwordHash, password } = attempt;
    return passwordHash === undefined ? this.hasher.verifyDecoy(password) : this.hasher.verify(passwordHash, password);
  }

  private async throttle({ username, address, isKnownAddress }: PasswordAttempt): Promise<void> {
    const verdicts = await Promise.all([
      this.buckets.tryTake(`login:${address}:${username}`, PAIR_RATE),
      this.buckets.tryTake(`login:${address}`, ADDRESS_RATE),
      ...(isKnownAddress ? [] : [this.buckets.tryTake(`login-name:${username}`, USERNAME_RATE)]),
    ]);
    const waits = verdicts.filter(({ allowed }) => !allowed).map(({ retryAfterS }) => retryAfterS);
    if (waits.length === 0) return;
    const message = 'Too many attempts to log in; wait before the next one';
    const retryAfterS = Math.max(...waits);
    throw new DomainError('quota_exceeded', 'session.too_many_attempts', message, { retryAfterS });
  }
}
