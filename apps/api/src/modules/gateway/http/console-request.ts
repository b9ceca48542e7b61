import { DomainError } from '#lib/kernel';
import type { FastifyRequest } from 'fastify';

/** Refuses what a page of another site makes a browser send: 403. Others than browsers send no `Origin`. */
export function requireOwnOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined || hostOf(origin) === request.host) return;
  throw new DomainError('forbidden', 'session.foreign_origin', 'This can be asked by pages of the same origin only');
}

/** Refuses a request without the header that a form or an image of another site cannot send: 403. */
export function requireConsoleHeader(value: string | undefined): void {
  if (value === '1') return;
  throw new DomainError('forbidden', 'session.console_header_required', 'The header X-Linehaul-Console: 1 is required');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
