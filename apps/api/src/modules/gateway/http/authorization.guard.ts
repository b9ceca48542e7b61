import { authOf } from '#lib/http';
import { DomainError } from '#lib/kernel';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { denial } from '../domain/authorization';

/** Second guard: whether the caller has a role and all the scopes that the route declares. */
@Injectable()
export class AuthorizationGuard implements CanActivate {
  canActivate(execution: ExecutionContext): true {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const auth = authOf(execution);
    if (auth === undefined || request.context === undefined) {
      throw new Error(`${request.method} ${request.url} reached authorization without a declaration or a caller`);
    }
    const reason = denial(auth, request.context.actor);
    if (reason !== undefined) throw new DomainError('forbidden', 'gateway.forbidden', reason);
    return true;
  }
}
