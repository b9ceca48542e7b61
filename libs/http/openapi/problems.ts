import { STATUS_CODES } from 'node:http';
import type { JsonSchema } from './schema';

export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. Further members are facts about this occurrence.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'trace_id'],
  properties: {
    type: { type: 'string', format: 'uri-reference', examples: ['about:blank'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, for a person' },
    instance: { type: 'string', description: 'The path that was asked for' },
    code: {
      type: 'string',
      description: 'What is wrong, for a program; stable',
      examples: ['order.invalid_transition'],
    },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or the name of a parameter or header' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const MEANING: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood; `errors` names every fault',
  401: 'No valid access token',
  403: 'The token may not do this',
  404: 'No such resource, or one of another tenant',
  409: 'The state of the resource forbids it, or the first request with this key is still running',
  412: '`If-Match` names an older version',
  413: 'The body is too large',
  415: 'The body has another media type than the route takes',
  422: 'Understood, but it cannot be done; or the key was used for another request',
  428: '`If-Match` is missing',
  429: 'The rate limit of this client is reached',
  503: 'Too much load, or a part of the service is away; try again after `Retry-After`',
};

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };
const HEADERS: Readonly<Record<number, object>> = { 409: RETRY_AFTER, 429: RETRY_AFTER, 503: RETRY_AFTER };

export function problemResponseName(status: number): string {
  return `Problem${status}`;
}

/** The documented answer of one problem status. */
export function problemResponse(status: number): JsonSchema {
  return {
    description: MEANING[status] ?? STATUS_CODES[status] ?? 'Problem',
    ...(HEADERS[status] === undefined ? {} : { headers: HEADERS[status] }),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
