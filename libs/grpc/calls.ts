import type { Context } from '#lib/kernel';
import type { ServerDuplexStream, ServerWritableStream, ServerUnaryCall } from '@grpc/grpc-js';

/** A call that is a stream both ways. */
export type DuplexCall<Request, Response> = ServerDuplexStream<Request, Response>;
export type AnyCall =
  ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

/**
 * The call among the arguments that Nest hands to a handler: alone for a stream both ways, third (after message and metadata)
 * for everything else.
 */
export function callOf(args: readonly unknown[]): AnyCall {
  const call = args.find((arg) => typeof (arg as { getPeer?: unknown } | undefined)?.getPeer === 'function');
  if (call === undefined) throw new Error('No gRPC call is among the arguments of the handler');
  return call as AnyCall;
}

/** Whether the handler writes the answers itself: then it must also be told of errors itself. */
export function isDuplex(args: readonly unknown[]): boolean {
  return callOf(args) === args[0];
}

/** The text of a metadata entry; undefined without one. */
export function entry(call: AnyCall, name: string): string | undefined {
  const [value] = call.metadata.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** The address without its port: `ipv4:127.0.0.1:5`, `[::1]:5` or `127.0.0.1:5`. */
export function addressOf(call: AnyCall): string {
  return call
    .getPeer()
    .replace(/^ipv[46]:/, '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

const contexts = new WeakMap<AnyCall, Context>();

/** Remembers who calls, for the handler. */
export function giveContext(call: AnyCall, ctx: Context): void {
  contexts.set(call, ctx);
}

export function contextOf(call: AnyCall): Context {
  const ctx = contexts.get(call);
  if (ctx === undefined) throw new Error(`No guard has given ${call.getPath()} its context`);
  return ctx;
}
