import type { Log } from './log';
import { SECONDS_BUCKETS, type Metrics } from './metrics';
import { Traces } from './tracing/traces';

/** One call that has ended, as the gRPC edge reports it. */
interface EndedCall {
  /** `/<package>.<Service>/<Method>`. */
  readonly path: string;
  /** The status code of gRPC. */
  readonly code: number;
  readonly seconds: number;
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  /** The caller's `traceparent`. */
  readonly parent: string | undefined;
  readonly actorId: string | undefined;
  readonly merchantId: string | undefined;
}

const METHODS_LIMIT = 50;
const CODES_LIMIT = 20;
/** What says that the server failed and not its caller: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS. */
const SERVER_FAULTS = new Set([2, 4, 12, 13, 14, 15]);

/** Rate, errors and duration of every gRPC method, and a span of each call of a recorded trace, for the gRPC edge to call. */
export function grpcMetrics(
  metrics: Metrics,
  traces = Traces.off,
): { called(call: EndedCall): void; readonly samplesTrace: Traces['samplesRoot'] } {
  const calls = metrics.counter({
    name: 'grpc_calls_total',
    help: 'Calls that have ended, by the status code of gRPC',
    labels: { method: { atMost: METHODS_LIMIT }, code: { atMost: CODES_LIMIT } },
  });
  const duration = metrics.histogram({
    name: 'grpc_call_duration_seconds',
    help: 'From the start of a call to its status; streams last for as long as their callers stay',
    labels: { method: { atMost: METHODS_LIMIT } },
    buckets: SECONDS_BUCKETS,
  });
  return {
    samplesTrace: traces.samplesRoot,
    called: (call) => {
      calls.add({ method: call.path, code: String(call.code) });
      duration.observe({ method: call.path }, call.seconds);
      if (traces.records(call.traceparent)) traces.record(spanOf(call));
    },
  };
}

function spanOf({
  path,
  code,
  seconds,
  traceparent,
  tracestate,
  parent,
  ...caller
}: EndedCall): Parameters<Traces['record']>[0] {
  const [, service = '', method = ''] = path.split('/');
  const endMs = Date.now();
  return {
    name: `${service}/${method}`,
    kind: 'server',
    traceparent,
    tracestate,
    parent,
    startMs: endMs - seconds * 1000,
    endMs,
    attributes: {
      'rpc.system': 'grpc',
      'rpc.service': service,
      'rpc.method': method,
      'rpc.grpc.status_code': code,
      'linehaul.actor': caller.actorId,
      'linehaul.merchant_id': caller.merchantId,
    },
    ...(SERVER_FAULTS.has(code) && { error: `status ${code}` }),
  };
}

/** The log of faults, for the gRPC edge to call. */
export function grpcLog(log: Log): { fault(error: unknown, path: string, traceId?: string): void } {
  return { fault: (error, path, traceId) => log.error('A call ended in a fault', error, { path, trace_id: traceId }) };
}
