import { HttpException } from '@nestjs/common';
import { isConnectionFault, isLockTimeout, isTransactionConflict, sqlState } from '#lib/database';
import { ReplayedRefusal } from '#lib/idempotency';
import { DomainError } from '#lib/kernel';
import type { FastifyError } from 'fastify';
import { problem, problemOfDomainError, type Problem } from './problem';

/** Added anew to each answer's Retry-After, so that those who were turned away together don't come back together. */
const RETRY_JITTER_S = 3;

const OVERLOADED = 503;

/** SQLSTATE of a statement that ran into `statement_timeout`. */
const QUERY_CANCELED = '57014';

/** What is answered for anything that was thrown. Unknown faults say nothing about themselves. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ReplayedRefusal) {
    const first = problemOfDomainError(error);
    return { ...first, headers: { ...first.headers, 'idempotency-replayed': 'true' } };
  }
  if (error instanceof DomainError) return withJitter(problemOfDomainError(error));
  if (error instanceof HttpException) {
    return problemOfFramework(error.getStatus(), error.message, fastifyCode(error.cause));
  }
  const code = fastifyCode(error);
  if (code !== '') return problemOfFramework((error as FastifyError).statusCode ?? 500, 'Refused', code);
  if (isBrokenOff(error)) return problem(400, 'request.broken_off', 'The request ended before its body did');
  return isDatabaseTrouble(error) ? reducedCapacity() : unknownFault(500);
}

/** The client went away while it sent its body. The same ECONNRESET would be the database's, but for Fastify's status. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && (error as FastifyError).statusCode === 400;
}

function unknownFault(status: number): Problem {
  return problem(status, 'internal', 'Something went wrong on our side', { fault: true });
}

/** Waiting and trying again is the right thing to do: the database is away, restarting, or too busy. */
function isDatabaseTrouble(error: unknown): boolean {
  return (
    isConnectionFault(error) ||
    isLockTimeout(error) ||
    isTransactionConflict(error) ||
    sqlState(error) === QUERY_CANCELED
  );
}

function reducedCapacity(): Problem {
  const detail = 'The database cannot take this request right now';
  return withJitter(problem(OVERLOADED, 'overload.database', detail, { fault: true }));
}

/** Whoever is turned away by overload is told when to come back, each a little differently. */
function withJitter(answer: Problem): Problem {
  if (answer.status !== OVERLOADED) return answer;
  const seconds = Number(answer.headers['retry-after'] ?? 1) + Math.floor(Math.random() * RETRY_JITTER_S);
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  401: 'auth.required',
  403: 'auth.forbidden',
  404: 'request.unknown_route',
  408: 'request.timeout',
  413: 'request.too_large',
  414: 'request.uri_too_long',
  415: 'request.unsupported_media_type',
};

const DETAIL_OF_FASTIFY_CODE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this route accepts',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body has no Content-Type that this route accepts',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is shorter or longer than its Content-Length says',
  FST_ERR_BAD_URL: 'The path is not valid percent-encoded UTF-8',
  FST_ERR_MAX_PARAM_LENGTH: 'A path segment is too long',
};

/** Refusals of Nest and Fastify themselves. Messages of their faults (5xx) stay inside. */
function problemOfFramework(status: number, message: string, cause: string): Problem {
  if (status === OVERLOADED) {
    return withJitter(problem(status, 'overload', 'The service cannot take this request right now'));
  }
  if (status >= 500) return unknownFault(status);
  const code = CODE_OF_STATUS[status] ?? 'request.refused';
  return problem(status, code, DETAIL_OF_FASTIFY_CODE[cause] ?? message);
}

/** Fastify's own errors carry a code `FST_…` and a status; Nest wraps some of them. */
function fastifyCode(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && code.startsWith('FST_') ? code : '';
}
