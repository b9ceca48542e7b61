import type { Route } from '../edge/route-table';
import { problemStatusesOf } from '../problem/statuses-of';
import { operationOf } from './operation';
import { PROBLEM_SCHEMA, problemResponse, problemResponseName } from './problems';
import { SchemaCollector, type JsonSchema } from './schema';

export interface OpenApiInfo {
  readonly version: string;
}

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'The same key again gets the first answer again, for at least 24 hours. A UUID is a good key.',
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    example: '"7c0f7f2e-6d0c-4f0e-9a51-1f0b7a3f6f5e"',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `ETag` of the version that this change was decided on',
    schema: { type: 'string' },
    example: '"3"',
  },
};

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  clientCredentials: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: {} } } },
};

/** The whole API as OpenAPI 3.1, from the routes that the server really has; the same routes give the same text. */
export function openApiDocument(routes: readonly Route[], info: OpenApiInfo): JsonSchema {
  const schemas = new SchemaCollector();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const statuses = new Set<number>();
  const tags = new Set<string>();
  for (const { method, path, declaration } of documented(routes)) {
    if (declaration === undefined) continue;
    const operations = (paths[path.replace(/:([A-Za-z_]+)/g, '{$1}')] ??= {});
    operations[method.toLowerCase()] = operationOf(declaration, schemas);
    problemStatusesOf(declaration.spec).forEach((status) => statuses.add(status));
    tags.add(declaration.spec.tag);
  }
  const responses = [...statuses].sort((a, b) => a - b);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Linehaul',
      version: info.version,
      description: 'From the order to the door: orders, payment, stock, waybills, routes, dispatch and delivery.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...schemas.components, Problem: PROBLEM_SCHEMA },
      responses: Object.fromEntries(responses.map((status) => [problemResponseName(status), problemResponse(status)])),
      parameters: PARAMETERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/** `HEAD` goes without saying wherever there is a `GET`. */
function documented(routes: readonly Route[]): Route[] {
  return routes
    .filter(({ method, declaration }) => method !== 'HEAD' && declaration !== undefined && !declaration.spec.hidden)
    .sort((a, b) => (a.path === b.path ? compare(a.method, b.method) : compare(a.path, b.path)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
