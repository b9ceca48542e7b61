import type { Log } from './log';
import { SECONDS_BUCKETS, type Metrics } from './metrics';
import { orderIdIn } from './order-id';
import { redactText } from './redact';
import type { Traces } from './tracing/traces';

/** One answered request, as the HTTP edge reports it. */
interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly traceId: string;
  readonly actorId: string | undefined;
  readonly merchantId: string | undefined;
  readonly lane: string | undefined;
  readonly location: string | undefined;
}

/** The same of a recorded trace. */
interface TracedRequest extends AnsweredRequest {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  readonly parent: string | undefined;
}

/** A request that ended in a fault of ours. */
interface FaultyRequest {
  readonly method: string;
  readonly path: string;
  readonly traceId: string;
}

interface RequestObservation {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Of a recorded trace. */
  readonly traceId?: string | undefined;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const ROUTES_LIMIT = 200;
const STATUSES_LIMIT = 30;
const SERVER_FAULT = 500;
/** Probes come every second and are of no interest to anybody who looks for an order. */
const PROBES = '/health/';

/** Rate, errors and duration of every route, for the HTTP edge to call. The route is its pattern, never a path. */
export function httpMetrics(metrics: Metrics): (request: RequestObservation) => void {
  const labels = { method: METHODS, route: { atMost: ROUTES_LIMIT } };
  const requests = metrics.counter({
    name: 'http_requests_total',
    help: 'Answered requests',
    labels: { ...labels, status: { atMost: STATUSES_LIMIT } },
  });
  const duration = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labels,
    buckets: SECONDS_BUCKETS,
  });
  return ({ method, route, status, seconds, traceId }) => {
    requests.add({ method, route, status: String(status) });
    duration.observe({ method, route }, seconds, traceId);
  };
}

/** The access log and the log of faults, for the HTTP edge to call. */
export function httpLog(log: Log): {
  access(this: void, entry: AnsweredRequest): void;
  fault(this: void, error: unknown, request: FaultyRequest): void;
} {
  return {
    access: (entry) =>
      log.plain('request', {
        trace_id: entry.traceId,
        lane: entry.lane,
        method: entry.method,
        route: entry.route,
        path: redactText(entry.path), // all that the caller can write into the line
        status: entry.status,
        duration_ms: Math.round(entry.durationMs * 10) / 10,
        actor: entry.actorId,
        merchant_id: entry.merchantId,
        order_id: orderIdIn(entry.location) ?? orderIdIn(entry.path),
      }),
    fault: (error, { traceId, method, path }) =>
      log.error('A request ended in a fault', error, { trace_id: traceId, method, path, order_id: orderIdIn(path) }),
  };
}

/** A span of each request of a recorded trace, for the HTTP edge to call; undefined where nothing is recorded. */
export function httpSpans(traces: Traces): ((request: TracedRequest) => void) | undefined {
  if (!traces.isOn) return undefined;
  return (request) => {
    const { method, route, status, durationMs, traceparent, tracestate, parent } = request;
    if (route.startsWith(PROBES)) return;
    const endMs = Date.now();
    traces.record({
      name: `${method} ${route}`,
      kind: 'server',
      traceparent,
      tracestate,
      parent,
      startMs: endMs - durationMs,
      endMs,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'url.path': redactText(request.path),
        'linehaul.actor': request.actorId,
        'linehaul.merchant_id': request.merchantId,
        'linehaul.lane': request.lane,
        'linehaul.order_id': orderIdIn(request.location) ?? orderIdIn(request.path),
      },
      ...(status >= SERVER_FAULT && { error: `answered ${status}` }),
    });
  };
}

/** How many requests wait in line to begin, by priority: hardly any unless the process is overloaded. */
export function waitingMetrics<Priority extends string>(
  metrics: Metrics,
  priorities: readonly Priority[],
  waiting: (priority: Priority) => number,
): void {
  metrics.sampled({
    name: 'http_waiting_requests',
    help: 'Requests that wait to begin, by priority; hundreds of them mean overload',
    labels: { priority: priorities },
    sample: () => priorities.map((priority) => [{ priority }, waiting(priority)] as const),
  });
}
