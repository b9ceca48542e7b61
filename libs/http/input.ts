import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { parseIdempotencyKey } from '#lib/idempotency';
import { DomainError, type FieldError } from '#lib/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decodeText, decodeValue, requireMediaType, type RawBody } from './body';
import { specOf, type EndpointSpec, type InputOf } from './endpoint';
import { parseIfMatch } from './preconditions';
import { isStorableText } from './text';
import { byName, inDocument, validate, type Locate } from './validate';

const NO_PARAMETERS = z.strictObject({});

const readers = new WeakMap<object, Set<string | symbol>>();

/** Whether a controller method has an `@Input()` parameter. */
export function takesInput(controller: object, method: string | symbol): boolean {
  return readers.get(controller)?.has(method) === true;
}

/** Reads the request by the declaration of its route; throws one 400 that names every fault, or 415, 428, 412. */
export function Input(): ParameterDecorator {
  return (controller, method, index) => {
    if (method === undefined) throw new Error('@Input() belongs to a parameter of a method');
    const methods = readers.get(controller) ?? new Set();
    readers.set(controller, methods.add(method));
    RequestInput()(controller, method, index);
  };
}

const RequestInput = createParamDecorator((_: unknown, context: ExecutionContext): InputOf<EndpointSpec> => {
  const spec = specOf(context);
  if (spec === undefined) throw new Error(`${context.getHandler().name} takes input but declares no endpoint`);
  return readInput(spec, context.switchToHttp().getRequest<FastifyRequest>());
});

function readInput(spec: EndpointSpec, request: FastifyRequest): InputOf<EndpointSpec> {
  const errors: FieldError[] = [];
  const ifMatch = spec.ifMatch === true ? readIfMatch(request.headers['if-match']) : undefined;
  const params = readPart(spec.params ?? NO_PARAMETERS, request.params, byName, errors);
  const query = readPart(spec.query ?? NO_PARAMETERS, request.query, byName, errors);
  const headers = spec.headers && readPart(spec.headers, request.headers, byName, errors);
  const idempotencyKey = spec.idempotency === true ? readKey(request.headers['idempotency-key'], errors) : undefined;
  const { body, ndjson } = readBody(spec, request, errors);
  if (errors.length > 0) throw invalid(errors);
  return { params, query, headers, body, ndjson, idempotencyKey, ifMatch } as InputOf<EndpointSpec>;
}

function invalid(errors: readonly FieldError[]): DomainError {
  return new DomainError('invalid_input', 'request.invalid', 'The request is not valid: see `errors`', { errors });
}

/** Parameters and headers, where an unstorable text can only come percent-encoded. */
function readPart(schema: z.ZodObject, value: unknown, locate: Locate, errors: FieldError[]): unknown {
  const fields = value ?? {};
  for (const [name, field] of Object.entries(fields)) {
    const texts = Array.isArray(field) ? field : [field, name];
    if (texts.every((text) => typeof text !== 'string' || isStorableText(text))) continue;
    errors.push({ pointer: name, detail: 'must not contain NUL or lone surrogates' });
    return undefined;
  }
  const result = validate(schema, fields, locate);
  if (result.ok) return result.value;
  errors.push(...result.errors);
  return undefined;
}

function readBody(
  spec: EndpointSpec,
  request: FastifyRequest,
  errors: FieldError[],
): { body?: unknown; ndjson?: string } {
  const raw = (request.body ?? undefined) as RawBody | undefined;
  if (spec.body === undefined) {
    if (raw !== undefined && !isEmptyDocument(raw)) errors.push({ pointer: '', detail: 'this route takes no body' });
    return {};
  }
  if (raw === undefined) {
    errors.push({ pointer: '', detail: 'a body is required' });
    return {};
  }
  requireMediaType(spec, raw.format, request.headers['content-type'] ?? '');
  if (raw.format === 'ndjson') return { ndjson: decodeText(raw) };
  const result = validate(spec.body, decodeValue(raw), inDocument);
  if (result.ok) return { body: result.value };
  errors.push(...result.errors);
  return {};
}

/** Many clients send `{}` with every POST. */
function isEmptyDocument(raw: RawBody): boolean {
  return raw.bytes.length <= 8 && /^\s*(?:\{\s*\})?\s*$/.test(raw.bytes.toString('latin1'));
}

function readKey(header: string | string[] | undefined, errors: FieldError[]): string | undefined {
  if (typeof header !== 'string') {
    errors.push({ pointer: 'Idempotency-Key', detail: 'this header is required' });
    return undefined;
  }
  const result = parseIdempotencyKey(header);
  if (result.ok) return result.key;
  errors.push({ pointer: 'Idempotency-Key', detail: result.detail });
  return undefined;
}

function readIfMatch(header: string | undefined): number {
  if (header === undefined) {
    const message = 'If-Match must name the version that this change was decided on';
    throw new DomainError('precondition_required', 'request.if_match_required', message);
  }
  const result = parseIfMatch(header);
  switch (result.kind) {
    case 'version':
      return result.version;
    case 'foreign':
      throw new DomainError('stale', 'request.stale', 'If-Match names no version of this resource');
    case 'malformed':
      throw invalid([
        { pointer: 'If-Match', detail: 'must be one entity tag as the ETag header gave it, such as "3"' },
      ]);
  }
}
