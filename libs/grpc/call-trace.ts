import { isTraceparent, nextTraceparent, tracestateOf, type TraceSampler } from '#lib/kernel';
import type { Metadata } from '@grpc/grpc-js';

/** Where a call stands in its caller's trace, and who that is once the guard knows. */
export interface CallTrace {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  /** The caller's `traceparent`. */
  readonly parent: string | undefined;
  caller: { readonly actorId: string; readonly merchantId: string | undefined } | undefined;
}

/** By the metadata that came with the call: what interceptor, guard and handler have in common. */
const traces = new WeakMap<Metadata, CallTrace>();

/** The call's place, decided when it is asked for first. */
export function callTrace(metadata: Metadata, samples?: TraceSampler): CallTrace {
  const known = traces.get(metadata);
  if (known !== undefined) return known;
  const [traceparent, tracestate] = [textOf(metadata, 'traceparent'), textOf(metadata, 'tracestate')];
  const trace: CallTrace = {
    traceparent: nextTraceparent(traceparent, samples),
    tracestate: tracestateOf(traceparent, tracestate),
    parent: isTraceparent(traceparent) ? traceparent : undefined,
    caller: undefined,
  };
  traces.set(metadata, trace);
  return trace;
}

function textOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return typeof value === 'string' ? value : undefined;
}
