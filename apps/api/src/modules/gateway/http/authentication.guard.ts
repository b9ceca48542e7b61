import { authOf, operationOf } from '#lib/http';
import { DomainError, type Actor, type Command } from '#lib/kernel';
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
      const { traceparent, tracestate } = request;
      request.context = { lane: 'live', actor: ANONYMOUS, traceparent, tracestate };
      return true;
    }
    try {
      const token = this.authenticator.authenticate(request.headers.authorization);
      if (!(token instanceof Promise)) return admit(execution, request, token);
      return token.then(
        (verified) => admit(execution, request, verified),
        (error: unknown) => this.badTokens.refuse(request.ip, error),
      );
    } catch (error) {
      return this.badTokens.refuse(request.ip, error);
    }
  }
}

function admit(execution: ExecutionContext, request: FastifyRequest, { actor, merchantId }: VerifiedToken): true {
  const { traceparent, tracestate } = request;
  const command = STAFF.has(actor.role) ? commandOf(execution, request) : undefined;
  request.context = {
    lane: 'live',
    actor,
    merchantId,
    traceparent,
    tracestate,
    ...(command !== undefined && { command }),
  };
  return true;
}

/** Whose changes are told in the audit; merchants and couriers change what is their own, and events tell of it. */
const STAFF: ReadonlySet<string> = new Set(['viewer', 'operator', 'admin']);

function commandOf(execution: ExecutionContext, request: FastifyRequest): Command | undefined {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  return { action: operationOf(execution), address: request.ip };
}

/** Load-test traffic must never write live rows, and there is no shadow lane to take it. */
function refuseLoadTest(request: FastifyRequest): void {
  const mark = request.headers['x-load-test'];
  if (mark === undefined || mark === 'false') return;
  throw new DomainError('forbidden', 'loadtest.unavailable', 'X-Load-Test: this server takes no load-test traffic');
}
