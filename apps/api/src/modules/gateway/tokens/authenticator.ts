import { CLOCK, DomainError, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccessTokens, invalidToken, type VerifiedToken } from './access-tokens';
import { Standing } from './standing';

/** Tokens that this process remembers as verified; some 600 bytes each. */
const MAX_TOKENS = 20_000;
/** Longer headers are no tokens of ours. */
const MAX_HEADER_LENGTH = 4_096;
const BEARER = /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+) *$/i;

/**
 * Says who a request is from. A token's signature is verified once per process; from then on one look-up by the whole
 * header and one of its client decide, without a promise. Whether the client is still in good standing is asked every time.
 */
@Injectable()
export class Authenticator {
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: MAX_TOKENS });
  private readonly underway = new Map<string, Promise<VerifiedToken>>();

  constructor(
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Standing) private readonly standing: Standing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Who the `Authorization` header speaks for. Throws, at once or in the promise: `gateway.token_required` and
   * `gateway.invalid_token`, `session.expired` (401), `gateway.merchant_suspended` (403).
   */
  authenticate(header: string | undefined): VerifiedToken | Promise<VerifiedToken> {
    if (header === undefined) {
      throw new DomainError('unauthenticated', 'gateway.token_required', 'An access token is required: Bearer');
    }
    const known = this.verified.get(header);
    if (known === undefined) return this.verify(header);
    if (known.expiresAtMs <= this.clock.now().getTime()) {
      this.verified.delete(header);
      throw invalidToken('The access token has expired');
    }
    return this.inGoodStanding(known);
  }

  /** Requests that bring the same new token at the same time share one verification. */
  private async verify(header: string): Promise<VerifiedToken> {
    const token = header.length <= MAX_HEADER_LENGTH ? BEARER.exec(header)?.[1] : undefined;
    if (token === undefined) throw invalidToken('Authorization must be Bearer with an access token');
    const shared = this.underway.get(header);
    if (shared !== undefined) return this.inGoodStanding(await shared);
    const verification = this.verifyOnce(header, token).finally(() => this.underway.delete(header));
    this.underway.set(header, verification);
    return this.inGoodStanding(await verification);
  }

  private async verifyOnce(header: string, token: string): Promise<VerifiedToken> {
    const verified = await this.tokens.verify(token);
    await this.standing.refresh(verified);
    this.verified.set(header, verified);
    return verified;
  }

  private inGoodStanding(token: VerifiedToken): VerifiedToken {
    this.standing.require(token);
    return token;
  }
}
