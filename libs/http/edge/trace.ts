import { randomFillSync } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;
const POOL_BYTES = 8_160;
const IDS_BYTES = 24;
const pool = Buffer.alloc(POOL_BYTES);
let offset = POOL_BYTES;

/** 24 random bytes as hex. Eight zero bytes in a row, which W3C forbids as a span id, don't happen. */
function randomIds(): string {
  if (offset === POOL_BYTES) {
    randomFillSync(pool);
    offset = 0;
  }
  offset += IDS_BYTES;
  return pool.toString('hex', offset - IDS_BYTES, offset);
}

/**
 * Our own place in the caller's trace (W3C Trace Context, version 00): the caller's trace id with a span id of ours, or
 * a new trace where the header is absent or malformed, as the recommendation asks for.
 */
export function nextTraceparent(header: string | string[] | undefined): string {
  const ids = randomIds();
  const match = typeof header === 'string' ? TRACEPARENT.exec(header) : null;
  if (match === null) return `00-${ids.slice(0, 32)}-${ids.slice(32)}-00`;
  return `00-${match[1] ?? ''}-${ids.slice(32)}-${match[2] ?? ''}`;
}

/** The trace id that a problem shows, for finding its lines in the log. */
export function traceIdOf(request: FastifyRequest): string {
  return request.traceparent.slice(3, 35);
}

/** The request's path without its query, which may hold what does not belong into logs. */
export function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}
