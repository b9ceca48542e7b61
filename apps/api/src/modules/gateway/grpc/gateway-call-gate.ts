import type { Admitted, CallerQuestion, CallGate } from '#lib/grpc';
import { DomainError } from '#lib/kernel';
import { TokenBuckets } from '#lib/redis';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimits } from '../directory/rate-limits';
import { denial } from '../domain/authorization';
import { Authenticator } from '../tokens/authenticator';
import { BadTokens } from '../tokens/bad-tokens';
import { Standing } from '../tokens/standing';

/** What the three guards of HTTP decide, for a call over gRPC: by the same tokens, rights and buckets. */
@Injectable()
export class GatewayCallGate implements CallGate {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(Standing) private readonly standing: Standing,
    @Inject(BadTokens) private readonly badTokens: BadTokens,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(TokenBuckets) private readonly buckets: TokenBuckets,
  ) {}

  async admit({ authorization, address, auth }: CallerQuestion): Promise<Admitted> {
    const caller = await this.authenticate(authorization, address);
    const reason = denial(auth, caller.actor);
    if (reason !== undefined) throw new DomainError('forbidden', 'gateway.forbidden', reason);
    await this.takeToken(caller);
    return caller;
  }

  async take(caller: Admitted): Promise<void> {
    this.standing.require(caller);
    await this.takeToken(caller);
  }

  watch(caller: Admitted, ended: (reason: unknown) => void): () => void {
    return this.standing.watch(caller, ended);
  }

  private async takeToken({ actor }: Admitted): Promise<void> {
    const { bucket, policy } = this.limits.ofClient(actor.id);
    const { allowed, retryAfterS } = await this.buckets.tryTake(bucket, policy);
    if (allowed) return;
    const message = 'The rate limit of this client is used up';
    throw new DomainError('quota_exceeded', 'gateway.rate_limited', message, { retryAfterS });
  }

  private async authenticate(authorization: string | undefined, address: string): Promise<Admitted> {
    try {
      return await this.authenticator.authenticate(authorization);
    } catch (error) {
      return this.badTokens.refuse(address, error);
    }
  }
}
