import { hash, verify } from '@node-rs/argon2';
import { DomainError, Turnstile } from '#lib/kernel';
import { Injectable } from '@nestjs/common';

/** argon2id with 19 MiB, 2 passes, 1 lane: the least that OWASP's password storage cheat sheet recommends. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes at once: each takes a thread of libuv's pool for some 20 ms, and others need that pool too. */
const CONCURRENCY = 2;
const MAX_QUEUE = 256;
const RETRY_AFTER_S = 1;

/** Hashes and checks secrets, a few at a time. Throws `gateway.busy` (503) when too many wait. */
@Injectable()
export class SecretHasher {
  private readonly turnstile = new Turnstile({ inside: CONCURRENCY, waiting: MAX_QUEUE, refuse: busy });
  private decoy: Promise<string> | undefined;

  hash(secret: string): Promise<string> {
    return this.turnstile.pass(() => hash(secret, PARAMETERS));
  }

  verify(hashed: string, secret: string): Promise<boolean> {
    return this.turnstile.pass(() => verify(hashed, secret));
  }

  /** Costs what a verification costs: an unknown client must not be told from a wrong secret by the time it takes. */
  async verifyDecoy(secret: string): Promise<false> {
    this.decoy ??= hash('decoy', PARAMETERS);
    await this.verify(await this.decoy, secret);
    return false;
  }
}

function busy(): DomainError {
  const message = 'Too many secrets are being checked at the moment';
  return new DomainError('overloaded', 'gateway.busy', message, { retryAfterS: RETRY_AFTER_S });
}
