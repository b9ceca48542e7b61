import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS_LOG_PER_SECOND } from '../limits';
import { pathOf, traceIdOf } from './trace';

/** One answered request. */
export interface AccessEntry {
  readonly method: string;
  readonly path: string;
  /** The route's pattern, or `unknown`. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly traceId: string;
  /** The client's id, once it is known. */
  readonly actorId: string | undefined;
  readonly merchantId: string | undefined;
}

/** Where requests are written down. */
export interface HttpLog {
  access(entry: AccessEntry): void;
  /** An error that we answered with 5xx. */
  fault(error: unknown, request: { method: string; path: string; traceId: string }): void;
}

/** Rate, errors, duration of every route. */
export type HttpMetrics = (request: { method: string; route: string; status: number; seconds: number }) => void;

const SERVER_FAULT = 500;
/** Shedding under overload is no fault, and logging each refusal would add to the load. */
const SHED = 503;

/** Lets the first `perSecond` lines of each second through. */
export class LineSampler {
  private second = 0;
  private lines = 0;

  constructor(private readonly perSecond: () => number) {}

  take(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.lines = 0;
    }
    return ++this.lines <= this.perSecond();
  }
}

/** Writes the access log, at most `linesPerSecond` of it except for faults, and feeds the metrics. */
export function observe(
  instance: FastifyInstance,
  log: HttpLog,
  metrics: HttpMetrics,
  linesPerSecond: () => number = () => ACCESS_LOG_PER_SECOND,
): void {
  const sampler = new LineSampler(linesPerSecond);
  instance.addHook('onResponse', (request: FastifyRequest, response: FastifyReply, done) => {
    const status = response.statusCode;
    const route = request.routeOptions.url ?? 'unknown';
    const durationMs = response.elapsedTime;
    metrics({ method: request.method, route, status, seconds: durationMs / 1000 });
    const fault = status >= SERVER_FAULT && status !== SHED;
    if (fault || sampler.take(Date.now())) log.access(accessEntry(request, route, status, durationMs));
    done();
  });
}

function accessEntry(request: FastifyRequest, route: string, status: number, durationMs: number): AccessEntry {
  return {
    method: request.method,
    path: pathOf(request),
    route,
    status,
    durationMs,
    traceId: traceIdOf(request),
    actorId: request.context?.actor.id,
    merchantId: request.context?.merchantId,
  };
}
