import type { FastifyReply } from 'fastify';
import { matchesAny } from './preconditions';
import type { HttpReply } from './reply';

/** Writes an answer: status, headers, `Link` of a page, and 304 instead of a body the client already has. */
export function writeReply(response: FastifyReply, answer: HttpReply): FastifyReply {
  const { request } = response;
  response.headers(answer.headers);
  if (answer.nextCursor !== undefined) response.header('link', nextLink(request.url, answer.nextCursor));
  const etag = answer.headers.etag;
  const known = request.headers['if-none-match'];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (reads && etag !== undefined && known !== undefined && matchesAny(known, etag)) return response.code(304).send();
  response.code(answer.status);
  const { body, serialize } = answer;
  if (serialize === undefined || typeof body !== 'object' || body === null) return response.send(body);
  return response.header('content-type', 'application/json; charset=utf-8').send(serialize(body));
}

/** The same list, from the next item on (RFC 8288). */
function nextLink(url: string, cursor: string): string {
  const next = new URL(url, 'http://host');
  next.searchParams.set('cursor', cursor);
  return `<${next.pathname}${next.search}>; rel="next"`;
}
