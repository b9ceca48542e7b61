import { isSampled, isTraceparent, type Lane } from '#lib/kernel';
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
  readonly lane: Lane | undefined;
  /** The path of what the request has made, as the answer says. */
  readonly location: string | undefined;
}

/** One answered request of a recorded trace. */
export interface TracedRequest extends AccessEntry {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  /** The caller's `traceparent`. */
  readonly parent: string | undefined;
}

/** Where requests are written down. */
export interface HttpLog {
  access(entry: AccessEntry): void;
  /** An error that we answered with 5xx. */
  fault(error: unknown, request: { method: string; path: string; traceId: string }): void;
}

/** One request, as it is counted. */
export interface CountedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Of a trace that is recorded. */
  readonly traceId: string | undefined;
}

/** Rate, errors, duration of every route. */
export type HttpMetrics = (request: CountedRequest) => void;

export interface EdgeObservers {
  readonly log: HttpLog;
  readonly metrics: HttpMetrics;
  /** Is told of the requests of recorded traces. */
  readonly traced?: (request: TracedRequest) => void;
  /** Lines of the access log per second; 500 where nothing is said. */
  readonly linesPerSecond?: () => number;
}

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

/** Writes the access log, at most `linesPerSecond` of it except for faults, and feeds metrics and traces. */
export function observe(instance: FastifyInstance, { log, metrics, traced, linesPerSecond }: EdgeObservers): void {
  const sampler = new LineSampler(linesPerSecond ?? (() => ACCESS_LOG_PER_SECOND));
  instance.addHook('onResponse', (request: FastifyRequest, response: FastifyReply, done) => {
    const status = response.statusCode;
    const route = request.routeOptions.url ?? 'unknown';
    const durationMs = response.elapsedTime;
    const sampled = isSampled(request.traceparent);
    const traceId = sampled ? traceIdOf(request) : undefined;
    metrics({ method: request.method, route, status, seconds: durationMs / 1000, traceId });
    const fault = status >= SERVER_FAULT && status !== SHED;
    const logged = fault || sampler.take(Date.now());
    if (logged || (sampled && traced !== undefined)) {
      const entry = accessEntry(request, response, route, durationMs);
      if (logged) log.access(entry);
      if (sampled) traced?.({ ...entry, ...placeOf(request) });
    }
    done();
  });
}

function accessEntry(request: FastifyRequest, response: FastifyReply, route: string, durationMs: number): AccessEntry {
  const location = response.getHeader('location');
  return {
    method: request.method,
    path: pathOf(request),
    route,
    status: response.statusCode,
    durationMs,
    traceId: traceIdOf(request),
    actorId: request.context?.actor.id,
    merchantId: request.context?.merchantId,
    lane: request.context?.lane,
    location: typeof location === 'string' ? location : undefined,
  };
}

function placeOf(request: FastifyRequest): Pick<TracedRequest, 'traceparent' | 'tracestate' | 'parent'> {
  const { traceparent: parent } = request.headers;
  return {
    traceparent: request.traceparent,
    tracestate: request.tracestate,
    parent: isTraceparent(parent) ? parent : undefined,
  };
}
