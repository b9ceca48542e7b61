import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from '../edge/route-table';
import { pathOf, traceIdOf } from '../edge/trace';
import type { HttpLog } from '../edge/observe';
import { problem, PROBLEM_CONTENT_TYPE, problemDocument, type Problem } from './problem';
import { problemOf } from './problem-of';

/** Turns whatever was thrown, by a handler, a guard or the server itself, into one problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly log: HttpLog,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const response = http.getResponse<FastifyReply>();
    const answer = this.methodProblem(request) ?? problemOf(error);
    if (answer.fault)
      this.log.fault(error, { method: request.method, path: pathOf(request), traceId: traceIdOf(request) });
    if (response.sent || response.raw.headersSent) {
      response.raw.destroy(); // half an answer must not look like a whole one
      return;
    }
    sendProblem(request, response, answer);
  }

  /** The router knows the path, but not for this method: 405 instead of its 404. */
  private methodProblem(request: FastifyRequest): Problem | undefined {
    if (!request.is404) return undefined;
    const allowed = this.routes.methodsAt(pathOf(request));
    if (allowed.length === 0) return problem(404, 'request.unknown_route', 'There is nothing at this path');
    const allow = allowed.join(', ');
    return problem(405, 'request.method_not_allowed', `This path takes ${allow}`, { headers: { allow } });
  }
}

export function sendProblem(request: FastifyRequest, response: FastifyReply, answer: Problem): void {
  const document = problemDocument(answer, { path: pathOf(request), traceId: traceIdOf(request) });
  for (const [name, value] of Object.entries(answer.headers)) {
    // A handler may have said already which scheme it wants instead of ours.
    if (name !== 'www-authenticate' || !response.hasHeader(name)) response.header(name, value);
  }
  void response.code(answer.status).header('content-type', PROBLEM_CONTENT_TYPE).send(JSON.stringify(document));
}
