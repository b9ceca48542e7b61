import { authOf } from '#lib/http';
import { DomainError, type Actor } from '#lib/kernel';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VerifiedToken } from '../tokens/access-tokens';
import { Authenticator } from '../tokens/authenticator';
import { BadTokens } from '../tokens/bad-tokens';

/** Who calls a public route: nobody in particular, with the least of rights. */
const ANONYMOUS: Actor = Object.freeze({ kind: 'client', id: 'anonymous', role: 'viewer', scopes: Object.freeze([]) });

/**
 * First of the three guards: finds out who calls and gives the request its `Context`. Synchronous for a token that
 * this process has seen before.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(BadTokens) private readonly badTokens: BadTokens,
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
        (error: unknown) => this.badTokens.refuse(request.ip, error),
      );
    } catch (error) {
      return this.badTokens.refuse(request.ip, error);
    }
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
