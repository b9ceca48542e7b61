import { nextTraceparent } from '#lib/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SECURITY_HEADERS } from '../edge/security-headers';
import { pathOf, traceIdOf } from '../edge/trace';
import { problem, PROBLEM_CONTENT_TYPE, problemDocument } from '../problem/problem';
import type { Priority } from './admission';

const PROBES = 'health';
const LATEST_RETRY_S = 3;

const REFUSAL = problem(503, 'overload', 'Too much work waits; repeat the request after Retry-After');

export function priorityOf(request: FastifyRequest): Priority {
  const spec = request.routeOptions.config.endpoint?.spec;
  return spec?.tag === PROBES ? 'vital' : (spec?.priority ?? 'normal');
}

/**
 * Refuses a request. That must cost next to nothing, or refusing would eat the capacity that it is
 * there to save: it happens before the body is read, and past the framework's own way of answering.
 */
export function turnAway(request: FastifyRequest, response: FastifyReply): void {
  request.traceparent = nextTraceparent(request.headers.traceparent);
  const document = problemDocument(REFUSAL, { path: pathOf(request), traceId: traceIdOf(request) });
  const body = JSON.stringify(document);
  response.hijack();
  response.raw.writeHead(REFUSAL.status, {
    ...SECURITY_HEADERS,
    'content-type': PROBLEM_CONTENT_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    'retry-after': String(1 + Math.floor(Math.random() * LATEST_RETRY_S)),
    traceparent: request.traceparent,
  });
  response.raw.end(body);
}
