import { authOf } from '#lib/http';
import { DomainError, type Actor } from '#lib/kernel';
import { TokenBuckets, type RatePolicy } from '#lib/redis';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { addressBucket } from '../domain/rate-limit';
import type { VerifiedToken } from '../tokens/access-tokens';
import { Authenticator } from '../tokens/authenticator';

/** Who calls a public route: nobody in particular, with the least of rights. */
const ANONYMOUS: Actor = Object.freeze({ kind: 'client', id: 'anonymous', role: 'viewer', scopes: Object.freeze([]) });

/** Requests whose token is missing or bad, per remote address: each may cost a signature check. */
const FAILURE_RATE: RatePolicy = { ratePerS: 20, burst: 200 };

/**
 * First of the three guards: finds out who calls and gives the request its `Context`. Synchronous for a token that
 * this process has seen before.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TokenBuckets) private readonly buckets: TokenBuckets,
  ) {}

  canActivate(execution: ExecutionContext): boolean | Promise<boolean> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    refuseLoadTest(request);
    const auth = authOf(execution);
    if (auth === undefined) throw new Error(`${request.method} ${request.url} declares no authorization`);
    if (auth === 'public') {
      request.context = { lane: 'live', actor: ANONYMOUS, traceparent: request.traceparent };
      return true;
    }
    try {
      const token = this.authenticator.authenticate(request.headers.authorization);
      if (!(token instanceof Promise)) return admit(request, token);
      return token.then(
        (verified) => admit(request, verified),
        (error: unknown) => this.refuse(request, error),
      );
    } catch (error) {
      return this.refuse(request, error);
    }
  }

  private async refuse(request: FastifyRequest, error: unknown): Promise<never> {
    if (error instanceof DomainError && error.kind === 'unauthenticated') {
      const { allowed, retryAfterS } = await this.buckets.tryTake(`refused:${addressBucket(request.ip)}`, FAILURE_RATE);
      if (!allowed) {
        const message = 'Too many requests without a valid access token came from this address';
        throw new DomainError('quota_exceeded', 'gateway.rate_limited', message, { retryAfterS });
      }
    }
    throw error;
  }
}

function admit(request: FastifyRequest, { actor, merchantId }: VerifiedToken): true {
  request.context = { lane: 'live', actor, merchantId, traceparent: request.traceparent };
  return true;
}

/** Load-test traffic must never write live rows, and there is no shadow lane to take it. */
function refuseLoadTest(request: FastifyRequest): void {
  const mark = request.headers['x-load-test'];
  if (mark === undefined || mark === 'false') return;
  throw new DomainError('forbidden', 'loadtest.unavailable', 'X-Load-Test: this server takes no load-test traffic');
}
