/** Token: where faults of gRPC calls are noted. */
export const GRPC_LOG = Symbol('GrpcLog');

export interface GrpcLog {
  /** Something that is ours to mend. `path`: `/<package>.<Service>/<Method>`. */
  fault(error: unknown, path: string): void;
}

export interface GrpcMetrics {
  /** A call has ended with this status code of gRPC; a stream when it has ended. */
  called(path: string, code: number, seconds: number): void;
}
