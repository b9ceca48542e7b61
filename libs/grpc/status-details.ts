import type { Problem } from '#lib/http';
import { Writer } from 'protobufjs/minimal.js';

/** Who gives the reasons. */
const DOMAIN = 'linehaul';
const TYPE_PREFIX = 'type.googleapis.com/google.rpc.';

/** Tags of the protobuf wire format: field number × 8 + wire type (0 a varint, 2 a length and so many bytes). */
const varint = (field: number): number => field << 3;
const bytes = (field: number): number => (field << 3) | 2;

/**
 * The bytes of a `google.rpc.Status` (google/rpc/status.proto) with `ErrorInfo`, and where they apply `BadRequest` and
 * `RetryInfo` (google/rpc/error_details.proto).
 */
export function statusDetails(code: number, problem: Problem): Buffer {
  const writer = Writer.create().uint32(varint(1)).int32(code).uint32(bytes(2)).string(problem.detail);
  for (const [type, value] of detailsOf(problem)) {
    writer
      .uint32(bytes(3))
      .fork()
      .uint32(bytes(1))
      .string(TYPE_PREFIX + type)
      .uint32(bytes(2))
      .bytes(value)
      .ldelim();
  }
  return Buffer.from(writer.finish());
}

function detailsOf(problem: Problem): [type: string, value: Uint8Array][] {
  const details: [string, Uint8Array][] = [['ErrorInfo', errorInfo(problem)]];
  if (problem.errors.length > 0) details.push(['BadRequest', badRequest(problem)]);
  const seconds = Number(problem.headers['retry-after'] ?? 0);
  if (seconds > 0) details.push(['RetryInfo', retryInfo(seconds)]);
  return details;
}

/** `reason` is our code; the public facts of the occurrence are its metadata. */
function errorInfo({ code, context }: Problem): Uint8Array {
  const writer = Writer.create().uint32(bytes(1)).string(code).uint32(bytes(2)).string(DOMAIN);
  for (const [name, value] of Object.entries(context)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    writer.uint32(bytes(3)).fork().uint32(bytes(1)).string(name).uint32(bytes(2)).string(text).ldelim();
  }
  return writer.finish();
}

function badRequest({ errors }: Problem): Uint8Array {
  const writer = Writer.create();
  for (const { pointer, detail } of errors) {
    writer.uint32(bytes(1)).fork().uint32(bytes(1)).string(pointer).uint32(bytes(2)).string(detail).ldelim();
  }
  return writer.finish();
}

/** A `google.protobuf.Duration` of whole seconds. */
function retryInfo(seconds: number): Uint8Array {
  return Writer.create().uint32(bytes(1)).fork().uint32(varint(1)).int64(Math.ceil(seconds)).ldelim().finish();
}
