import type { Auth } from '#lib/http';
import type { ExecutionContext } from '@nestjs/common';
import type { z } from 'zod';

/** One method as data: who may call it, and what its request must be. */
export interface RpcSpec {
  readonly auth: Auth;
  /** Of the one request, or of each message where the requests are a stream; by the names in the `.proto` file. */
  readonly request: z.ZodType;
  /** Whether it changes what the staff answers for: then it is told in the audit, under the method's name. */
  readonly isCommand?: true;
  /** The requests are a stream: the handler is given the call and reads for itself. */
  readonly takesStream?: true;
}

/** Declares a method. A function only so that the compiler keeps the exact type of `spec`. */
export function rpc<const S extends RpcSpec>(spec: S): S {
  return spec;
}

const declarations = new WeakMap<object, RpcSpec>();

/** Remembers the declaration of a controller's method; `@Rpc` does it. */
export function declareRpc(method: object, spec: RpcSpec): void {
  declarations.set(method, spec);
}

export function declaresRpc(method: object): boolean {
  return declarations.has(method);
}

/** The declaration of the method that is being called. */
export function rpcSpecOf(execution: Pick<ExecutionContext, 'getHandler'>): RpcSpec {
  const handler = execution.getHandler();
  const spec = declarations.get(handler);
  if (spec === undefined) throw new Error(`${handler.name} is called over gRPC and declares nothing (@Rpc)`);
  return spec;
}
