import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import type { GrpcMetrics } from './observe';

/** Counts every call by its method and the status that it ended with. */
export function callObserver(metrics: GrpcMetrics): ServerInterceptor {
  return (method, call) => {
    const startedMs = performance.now();
    let ended = false;
    const end = (code: number): void => {
      if (ended) return;
      ended = true;
      metrics.called(method.path, code, (performance.now() - startedMs) / 1000);
    };
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next({ onCancel: () => end(CANCELLED) });
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
