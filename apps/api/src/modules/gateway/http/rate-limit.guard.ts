import { specOf } from '#lib/http';
import { DomainError } from '#lib/kernel';
import { TokenBuckets, type RatePolicy, type RateVerdict } from '#lib/redis';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from '../directory/rate-limits';
import { limitHeader, policyHeader } from '../domain/rate-headers';

/** Probes must get their answer whatever else is going on. */
const EXEMPT_TAG = 'health';

/** Third guard: one token of the caller's bucket; of the remote address's, where the route is public. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    @Inject(TokenBuckets) private readonly buckets: TokenBuckets,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  canActivate(execution: ExecutionContext): boolean | Promise<boolean> {
    const spec = specOf(execution);
    if (spec?.tag === EXEMPT_TAG) return true;
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const response = http.getResponse<FastifyReply>();
    const actorId = spec?.auth === 'public' ? undefined : request.context?.actor.id;
    const { bucket, policy } =
      actorId === undefined ? this.limits.ofAddress(request.ip) : this.limits.ofClient(actorId);
    const verdict = this.buckets.tryTake(bucket, policy);
    if (verdict instanceof Promise) return verdict.then((drawn) => settle(response, policy, drawn));
    return settle(response, policy, verdict);
  }
}

function settle(response: FastifyReply, policy: RatePolicy, verdict: RateVerdict): true {
  response.header('ratelimit-policy', policyHeader(policy));
  response.header('ratelimit', limitHeader(verdict));
  if (verdict.allowed) return true;
  const { retryAfterS } = verdict;
  throw new DomainError('quota_exceeded', 'gateway.rate_limited', 'The rate limit of this client is used up', {
    retryAfterS,
  });
}
