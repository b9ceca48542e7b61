import { randomUUID } from 'node:crypto';
import { CLOCK, DomainError, type Clock } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT, type CryptoKey, type JWSHeaderParameters, type JWTPayload } from 'jose';
import type { Client } from '../domain/client';
import { claimsOf, consoleClaimsOf, identityOf, type Identity } from '../domain/token-claims';
import type { User } from '../domain/user';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { KeyRing } from './key-ring';
import { TOKEN_ALGORITHM } from './new-key';

/** A token that was found to be ours, until it expires. */
export interface VerifiedToken extends Identity {
  readonly expiresAtMs: number;
}

/** Signs and verifies access tokens: JWTs of type `at+jwt` (RFC 9068). */
@Injectable()
export class AccessTokens {
  constructor(
    @Inject(KeyRing) private readonly keys: KeyRing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  sign(client: Client, scopes: readonly string[]): Promise<string> {
    return this.signClaims(claimsOf(client, scopes), this.options.tokenTtlS);
  }

  /** A token for a person at the console, good while the session is. */
  signForUser(user: User, sessionId: string): Promise<string> {
    return this.signClaims(consoleClaimsOf(user, sessionId), this.options.console.tokenTtlS);
  }

  /** Throws `gateway.invalid_token`, which says no more than whether the token has expired. */
  async verify(token: string): Promise<VerifiedToken> {
    const { payload } = await jwtVerify(token, (header) => this.keyOf(header), {
      algorithms: [TOKEN_ALGORITHM],
      typ: 'at+jwt',
      issuer: this.options.issuer,
      audience: this.options.audience,
      requiredClaims: ['sub', 'exp', 'iat', 'jti'],
      currentDate: this.clock.now(),
    }).catch((error: unknown) => {
      if (error instanceof errors.JWTExpired) throw invalidToken('The access token has expired', error);
      if (error instanceof errors.JOSEError) throw invalidToken('The access token is not valid', error);
      throw error;
    });
    const identity = identityOf(payload);
    if (identity === undefined || payload.exp === undefined) throw invalidToken('The access token is not valid');
    return Object.freeze({ ...identity, expiresAtMs: payload.exp * 1000 });
  }

  private signClaims(claims: JWTPayload, ttlS: number): Promise<string> {
    const { kid, key } = this.keys.signing;
    const issuedAtS = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: 'at+jwt', kid })
      .setIssuer(this.options.issuer)
      .setAudience(this.options.audience)
      .setIssuedAt(issuedAtS)
      .setExpirationTime(issuedAtS + ttlS)
      .setJti(randomUUID())
      .sign(key);
  }

  private async keyOf(header: JWSHeaderParameters): Promise<CryptoKey> {
    const key = header.kid === undefined ? undefined : await this.keys.verificationKey(header.kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}

export function invalidToken(message: string, cause?: unknown): DomainError {
  return new DomainError('unauthenticated', 'gateway.invalid_token', message, { cause });
}
