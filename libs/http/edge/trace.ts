import { traceIdOf as traceIdIn } from '#lib/kernel';
import type { FastifyRequest } from 'fastify';

/** The trace id that a problem shows, for finding its lines in the log. */
export function traceIdOf(request: FastifyRequest): string {
  return traceIdIn(request.traceparent);
}

/** The request's path without its query, which may hold what does not belong into logs. */
export function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}
