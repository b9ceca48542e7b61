import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { nextTraceparent, traceIdOf } from '#lib/kernel';
import { problem, PROBLEM_CONTENT_TYPE, problemDocument, type Problem } from '../problem/problem';

function problemOfParser(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return problem(408, 'request.timeout', 'The request did not arrive in time');
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return problem(431, 'request.headers_too_large', 'The header lines are too large');
  }
  return problem(400, 'request.malformed', 'This is not a valid HTTP/1.1 request');
}

/** Answers what never became a request: a malformed or late head, or one that is too large. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) {
    socket.destroy();
    return;
  }
  const answer = problemOfParser(error.code);
  const traceId = traceIdOf(nextTraceparent(undefined));
  const body = JSON.stringify(problemDocument(answer, { path: '', traceId }));
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    `Content-Type: ${PROBLEM_CONTENT_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ].join('\r\n');
  if (socket.writable) socket.write(`${head}\r\n\r\n${body}`);
  socket.destroySoon();
}
