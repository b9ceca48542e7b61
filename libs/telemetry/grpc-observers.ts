import type { Log } from './log';
import { SECONDS_BUCKETS, type Metrics } from './metrics';

const METHODS_LIMIT = 50;
const CODES_LIMIT = 20;

/** Rate, errors and duration of every gRPC method, for the gRPC edge to call. */
export function grpcMetrics(metrics: Metrics): { called(path: string, code: number, seconds: number): void } {
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
    called: (path, code, seconds) => {
      calls.add({ method: path, code: String(code) });
      duration.observe({ method: path }, seconds);
    },
  };
}

/** The log of faults, for the gRPC edge to call. */
export function grpcLog(log: Log): { fault(error: unknown, path: string): void } {
  return { fault: (error, path) => log.error('A call ended in a fault', error, { path }) };
}
