import {
  applyDecorators,
  Controller,
  createParamDecorator,
  UseFilters,
  UseGuards,
  type ExecutionContext,
} from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices/decorators/message-pattern.decorator.js';
import { callOf, contextOf } from './calls';
import { readMessage } from './read-message';
import { declareRpc, rpcSpecOf, type RpcSpec } from './rpc';
import { RpcFilter } from './rpc.filter';
import { RpcGuard } from './rpc.guard';

/** A controller that serves a service's methods: each passes the guard, and every error becomes a status. */
export function RpcService(): ClassDecorator {
  return applyDecorators(Controller(), UseGuards(RpcGuard), UseFilters(RpcFilter));
}

/** Binds a declaration to a controller's method. `service` is the name in the `.proto` file, the method's name that of the rpc. */
export function Rpc(service: string, spec: RpcSpec): MethodDecorator {
  return (target, name, descriptor) => {
    declareRpc(descriptor.value as object, spec);
    const bind = spec.takesStream === true ? GrpcStreamCall : GrpcMethod;
    return bind(service)(target, name, descriptor);
  };
}

/** Hands the caller's `Context` to a handler. */
export const RpcCtx = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  contextOf(callOf(execution.getArgs())),
);

/** Hands the one request to a handler, checked. */
export const RpcInput = createParamDecorator((_: unknown, execution: ExecutionContext): unknown =>
  readMessage(rpcSpecOf(execution).request, execution.getArgByIndex(0)),
);

/** Hands the call itself to a handler that writes, or reads, as a stream. */
export const RpcCall = createParamDecorator((_: unknown, execution: ExecutionContext) => callOf(execution.getArgs()));
