import { Metadata, ServerInterceptingCall, ServerListenerBuilder, type ServerInterceptor } from '@grpc/grpc-js';
import { callTrace } from './call-trace';
import type { GrpcMetrics } from './observe';

/** Tells of every call how it ended, for whom, and where it stood in its caller's trace. */
export function callObserver(metrics: GrpcMetrics): ServerInterceptor {
  return (method, call) => {
    const startedMs = performance.now();
    let metadata = new Metadata(); // none has come from a caller who hangs up at once
    let ended = false;
    const end = (code: number): void => {
      if (ended) return;
      ended = true;
      const { traceparent, tracestate, parent, caller } = callTrace(metadata, metrics.samplesTrace);
      const seconds = (performance.now() - startedMs) / 1000;
      const who = { actorId: caller?.actorId, merchantId: caller?.merchantId };
      metrics.called({ path: method.path, code, seconds, traceparent, tracestate, parent, ...who });
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((received, next) => {
        metadata = received;
        callTrace(received, metrics.samplesTrace);
        next(received);
      })
      .withOnCancel(() => end(CANCELLED))
      .build();
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next(listener);
      },
      sendStatus: (status, next) => {
        end(status.code);
        next(status);
      },
    });
  };
}

/** `CANCELLED`: the caller hung up, or its deadline passed. */
const CANCELLED = 1;
