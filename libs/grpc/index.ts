/**
 * Grpc: the manners of the gRPC edge, which are those of HTTP. A method is declared once as data (`rpc`): who may call it and
 * what its messages must be. Guard, validation and errors read that declaration.
 *
 * Invariants: nothing unvalidated reaches a handler; every refusal is a status with `google.rpc.ErrorInfo`, whose reason is the
 * `code` that HTTP would have answered; every stream is bounded in what is under way, and ends when the process drains.
 *
 * What loads gRPC itself is `connect.ts` alone, which is imported when somebody calls: until then `GrpcDoor` listens.
 */
export { CALL_GATE } from './call-gate';
export type { Admitted, CallGate, CallerQuestion } from './call-gate';
export type { DuplexCall } from './calls';
export { GrpcDoor } from './door';
export type { GrpcPort } from './door';
export { Drain } from './drain';
export { GrpcModule } from './grpc.module';
export { GRPC_LOG } from './observe';
export type { GrpcLog, GrpcMetrics } from './observe';
export { runPaced } from './paced-stream';
export { problemMessage } from './problem-message';
export type { ProblemMessage } from './problem-message';
export { protoFolder, SERVICES } from './proto-files';
export { readMessage } from './read-message';
export { declaresRpc, rpc } from './rpc';
export { Rpc, RpcCall, RpcCtx, RpcInput, RpcService } from './rpc.decorators';
