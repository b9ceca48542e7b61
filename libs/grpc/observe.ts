import type { TraceSampler } from '#lib/kernel';

/** Token: where faults of gRPC calls are noted. */
export const GRPC_LOG = Symbol('GrpcLog');

export interface GrpcLog {
  /** Something that is ours to mend. `path`: `/<package>.<Service>/<Method>`. */
  fault(error: unknown, path: string, traceId?: string): void;
}

export interface EndedCall {
  /** `/<package>.<Service>/<Method>`. */
  readonly path: string;
  /** The status code of gRPC. */
  readonly code: number;
  readonly seconds: number;
  /** Its place in the caller's trace, and the caller's own. */
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  readonly parent: string | undefined;
  /** Once they are known. */
  readonly actorId: string | undefined;
  readonly merchantId: string | undefined;
}

export interface GrpcMetrics {
  /** A call has ended; a stream when it has ended. */
  called(call: EndedCall): void;
  /** Which of the traces that begin here are recorded. */
  readonly samplesTrace?: TraceSampler;
}
