import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Context } from '#lib/kernel';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Put here by the guard that authenticated the request, also for public routes. */
    context: Context | undefined;
    /** W3C trace context of this request: the caller's trace and our own span in it. */
    traceparent: string;
    /** What the caller added to its trace. */
    tracestate: string | undefined;
  }
}

/** Hands the request's `Context` to a handler. A route that was reached past the guard is a fault of ours: 500. */
export const Ctx = createParamDecorator((_: unknown, context: ExecutionContext): Context => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (request.context === undefined) throw new Error(`No guard has given ${request.url} its context`);
  return request.context;
});
