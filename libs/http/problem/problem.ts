import { STATUS_CODES } from 'node:http';
import type { DomainError, ErrorKind, FieldError } from '#lib/kernel';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** The one table from what went wrong to what HTTP calls it. */
const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported_media: 415,
  refused: 422,
  precondition_required: 428,
  quota_exceeded: 429,
  overloaded: 503,
};

/** Problem types registered for rate limits and overload (IETF draft on RateLimit header fields). */
const TYPE_OF_STATUS: Readonly<Record<number, string>> = {
  429: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
  503: 'https://iana.org/assignments/http-problem-types#temporary-reduced-capacity',
};
/** RFC 9457, section 4.2.1: nothing to say beyond the status and our `code`. */
const PLAIN_TYPE = 'about:blank';

/** What is to be answered: a problem document (RFC 9457) with the headers that belong to it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** Public facts of this occurrence. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Ours, not the caller's: worth a line in the log. */
  readonly fault: boolean;
}

/** Which request the problem belongs to. */
export interface Occurrence {
  readonly path: string;
  readonly traceId: string;
}

/** A problem that needs no more than a status, a code and a sentence. */
export function problem(status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem {
  return { status, code, detail, errors: [], context: {}, headers: {}, fault: false, ...more };
}

export function problemOfDomainError(error: DomainError): Problem {
  const headers: Record<string, string> = {};
  if (error.kind === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  if (error.retryAfterS !== undefined) headers['retry-after'] = String(Math.ceil(error.retryAfterS));
  const { code, message, errors, context } = error;
  return problem(STATUS_OF_KIND[error.kind], code, message, { errors, context, headers });
}

const RESERVED = new Set(['type', 'title', 'status', 'detail', 'instance', 'code', 'trace_id', 'errors']);

/** The document on the wire. Context becomes extension members, except where it would replace a standard one. */
export function problemDocument(answer: Problem, occurrence: Occurrence): Record<string, unknown> {
  const extensions = Object.entries(answer.context).filter(([name]) => !RESERVED.has(name));
  return {
    type: TYPE_OF_STATUS[answer.status] ?? PLAIN_TYPE,
    title: STATUS_CODES[answer.status] ?? 'Error',
    status: answer.status,
    detail: answer.detail,
    instance: occurrence.path,
    code: answer.code,
    trace_id: occurrence.traceId,
    ...(answer.errors.length > 0 ? { errors: answer.errors } : {}),
    ...Object.fromEntries(extensions),
  };
}
