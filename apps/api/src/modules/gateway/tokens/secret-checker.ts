import { createHash } from 'node:crypto';
import { CLOCK, DomainError, type Clock } from '#lib/kernel';
import { TokenBuckets, type RatePolicy } from '#lib/redis';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Client } from '../domain/client';
import type { ClientSecrets } from '../persistence/client.repository';
import { SecretHasher } from './secret-hasher';

/** Secrets that this process remembers to have checked, by their SHA-256. */
const MAX_REMEMBERED = 10_000;
const REMEMBERED_MS = 300_000;

/** Checks that need a hash, per client id and address, and per address. */
const CLIENT_RATE: RatePolicy = { ratePerS: 1, burst: 10 };
const ADDRESS_RATE: RatePolicy = { ratePerS: 25, burst: 300 };

/** Checks clients' secrets. Guessing is throttled; a secret that was right a moment ago costs next to nothing. */
@Injectable()
export class SecretChecker {
  /** From the SHA-256 of a client and its secret to the hash that it matched. */
  private readonly remembered = new LRUCache<string, string>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });

  constructor(
    @Inject(SecretHasher) private readonly hasher: SecretHasher,
    @Inject(TokenBuckets) private readonly buckets: TokenBuckets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Whether `secret` is the client's current one or, during the grace period, the one before. `client` is null when
   * nobody has the id. Throws `gateway.too_many_attempts` (429).
   */
  async check(
    client: (Client & ClientSecrets) | null,
    clientId: string,
    secret: string,
    address: string,
  ): Promise<boolean> {
    const digest = createHash('sha256').update(`${clientId}\0${secret}`).digest('base64');
    const hashes = client === null ? [] : this.hashesInForce(client);
    const matched = this.remembered.get(digest);
    if (matched !== undefined && hashes.includes(matched)) return true;
    await this.throttle(clientId, address);
    if (hashes.length === 0) return this.hasher.verifyDecoy(secret);
    for (const hashed of hashes) {
      if (!(await this.hasher.verify(hashed, secret))) continue;
      this.remembered.set(digest, hashed);
      return true;
    }
    return false;
  }

  private hashesInForce(client: Client & ClientSecrets): string[] {
    const { secretHash, previousSecretHash, previousExpiresAt } = client;
    const graceEndsMs = previousExpiresAt?.getTime() ?? 0;
    if (previousSecretHash === null || graceEndsMs <= this.clock.now().getTime()) return [secretHash];
    return [secretHash, previousSecretHash];
  }

  private async throttle(clientId: string, address: string): Promise<void> {
    const verdicts = await Promise.all([
      this.buckets.tryTake(`secret:${address}:${clientId}`, CLIENT_RATE),
      this.buckets.tryTake(`secret:${address}`, ADDRESS_RATE),
    ]);
    const denied = verdicts.find((verdict) => !verdict.allowed);
    if (denied === undefined) return;
    const message = 'Too many attempts to get a token; wait before the next one';
    throw new DomainError('quota_exceeded', 'gateway.too_many_attempts', message, { retryAfterS: denied.retryAfterS });
  }
}
