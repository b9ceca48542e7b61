import { STATUS_CODES } from 'node:http';
import { MEDIA_TYPES } from '../body';
import { operationId, type EndpointSpec, type RouteDeclaration } from '../endpoint';
import { problemStatusesOf } from '../problem/statuses-of';
import { problemResponseName } from './problems';
import type { JsonSchema, SchemaCollector } from './schema';

/** The OpenAPI operation of one route, from its declaration alone. */
export function operationOf({ spec, handler }: RouteDeclaration, schemas: SchemaCollector): JsonSchema {
  const body = requestBody(spec, schemas);
  return {
    operationId: operationId(handler),
    tags: [spec.tag],
    summary: spec.summary,
    ...withDescription(spec),
    security: spec.auth === 'public' ? [] : [{ bearer: [] }, { clientCredentials: [] }],
    parameters: parameters(spec, schemas),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...success(spec, schemas), ...problems(spec) },
  };
}

function withDescription(spec: EndpointSpec): { description?: string } {
  const parts = spec.description === undefined ? [] : [spec.description];
  if (spec.auth !== 'public') {
    parts.push(`Roles: ${spec.auth.roles.map((role) => `\`${role}\``).join(', ')}.`);
    if (spec.auth.scopes?.length) parts.push(`Scopes: ${spec.auth.scopes.map((scope) => `\`${scope}\``).join(', ')}.`);
  }
  return parts.length === 0 ? {} : { description: parts.join('\n\n') };
}

function parameters(spec: EndpointSpec, schemas: SchemaCollector): JsonSchema[] {
  const list: JsonSchema[] = [];
  const add = (place: string, source: EndpointSpec['params']): void => {
    for (const { name, required, schema } of source === undefined ? [] : schemas.properties(source)) {
      const { description, ...type } = schema;
      list.push({ name, in: place, required, ...(description === undefined ? {} : { description }), schema: type });
    }
  };
  add('path', spec.params);
  add('query', spec.query);
  add('header', spec.headers);
  if (spec.idempotency === true) list.push({ $ref: '#/components/parameters/IdempotencyKey' });
  if (spec.ifMatch === true) list.push({ $ref: '#/components/parameters/IfMatch' });
  return list;
}

function requestBody(spec: EndpointSpec, schemas: SchemaCollector): JsonSchema | undefined {
  if (spec.body === undefined) return undefined;
  const schema = schemas.convert(spec.body, 'input');
  const content: Record<string, JsonSchema> = {};
  for (const format of spec.bodyFormats ?? ['json']) {
    const described = format === 'ndjson' ? { type: 'string', description: 'One JSON document a line' } : schema;
    const example = format === 'ndjson' || spec.example === undefined ? {} : { example: spec.example };
    content[MEDIA_TYPES[format]] = { schema: described, ...example };
  }
  return { required: true, content };
}

const LOCATION = { description: 'Where the resource is', schema: { type: 'string' } };
const ETAG = { description: 'The version, for `If-Match` and `If-None-Match`', schema: { type: 'string' } };
const REPLAYED = { description: '`true` when this is the answer of an earlier request', schema: { type: 'string' } };

function success(spec: EndpointSpec, schemas: SchemaCollector): Record<string, JsonSchema> {
  const { status, body, contentTypes, description } = spec.success;
  const headers: Record<string, JsonSchema> = {};
  if (status === 201 || status === 202) headers.Location = LOCATION;
  if (status === 201 || spec.ifMatch === true) headers.ETag = ETAG;
  if (spec.idempotency === true) headers['Idempotency-Replayed'] = REPLAYED;
  const schema = body === undefined ? {} : schemas.convert(body, 'output');
  const types = contentTypes ?? (body === undefined ? [] : ['application/json']);
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  return {
    [status]: {
      description: description ?? STATUS_CODES[status] ?? 'Success',
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...(types.length === 0 ? {} : { content }),
    },
  };
}

function problems(spec: EndpointSpec): Record<string, JsonSchema> {
  return Object.fromEntries(
    problemStatusesOf(spec).map((status) => [
      status,
      { $ref: `#/components/responses/${problemResponseName(status)}` },
    ]),
  );
}
