import type { ExecutionContext } from '@nestjs/common';
import type { Role } from '#lib/kernel';
import type { z } from 'zod';

/** Who may call a route: anybody, or clients with one of the roles and all of the scopes. */
export type Auth = 'public' | { readonly roles: readonly Role[]; readonly scopes?: readonly string[] };

/** How a request body may be written. `ndjson` is handed on as text, line by line; `form` is for OAuth alone. */
export type BodyFormat = 'json' | 'ndjson' | 'form';

/** What the answer looks like; the schema documents it and is not run against it. */
export interface Success {
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: z.ZodType;
  /** `application/json` where nothing is said. */
  readonly contentTypes?: readonly string[];
  readonly description?: string;
}

/** One route as data: what it takes, who may call it, how it answers. Validation, guards, documentation and tests read it. */
export interface EndpointSpec {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly auth: Auth;
  readonly params?: z.ZodObject;
  /** Strict; without it, any query parameter is refused. */
  readonly query?: z.ZodObject;
  /** Only the headers named here are read; keys in lower case. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly bodyFormats?: readonly BodyFormat[];
  readonly bodyLimitBytes?: number;
  /** Under overload, turned away before other requests: the caller can repeat it later without harm. */
  readonly priority?: 'deferrable';
  /** The route creates: `Idempotency-Key` is required. */
  readonly idempotency?: true;
  /** The route changes a versioned resource: `If-Match` is required. */
  readonly ifMatch?: true;
  readonly success: Success;
  /** Statuses of problems besides those that follow from the rest of the declaration. */
  readonly problems?: readonly number[];
  /** An example of the request body, for the documentation. */
  readonly example?: unknown;
  /** Answers kept out of the documentation, such as the documentation itself. */
  readonly hidden?: true;
}

type Parsed<S, Part extends string> =
  S extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

type TakesNdjson<S> = S extends { readonly bodyFormats: readonly (infer Format)[] }
  ? 'ndjson' extends Format
    ? true
    : false
  : false;

/** What `@Input()` hands to the handler of a route with the declaration `S`. */
export interface InputOf<S extends EndpointSpec> {
  readonly params: Parsed<S, 'params'>;
  readonly query: Parsed<S, 'query'>;
  readonly headers: Parsed<S, 'headers'>;
  /** Undefined when the request came as NDJSON. */
  readonly body: TakesNdjson<S> extends true ? Parsed<S, 'body'> | undefined : Parsed<S, 'body'>;
  /** The text of an NDJSON request; parse its lines with `parseJsonText`. */
  readonly ndjson: TakesNdjson<S> extends true ? string | undefined : undefined;
  readonly idempotencyKey: S extends { readonly idempotency: true } ? string : undefined;
  /** The version that `If-Match` names. */
  readonly ifMatch: S extends { readonly ifMatch: true } ? number : undefined;
}

/** Declares a route. A function only so that the compiler keeps the exact type of `spec` for `InputOf`. */
export function endpoint<const S extends EndpointSpec>(spec: S): S {
  return spec;
}

/** What is known of a route: its declaration and the method that serves it. */
export interface RouteDeclaration {
  readonly spec: EndpointSpec;
  /** `<Controller>.<method>`. */
  readonly handler: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: RouteDeclaration;
  }
}

const declarations = new WeakMap<object, RouteDeclaration>();

/** Remembers the declaration of a controller method; `@Endpoint` does it. */
export function declare(method: object, declaration: RouteDeclaration): void {
  declarations.set(method, declaration);
}

/** The declaration of the route that is being served; undefined where the method has none. */
export function specOf(context: ExecutionContext): EndpointSpec | undefined {
  return declarations.get(context.getHandler())?.spec;
}

/** Who may call the route that is being served; undefined where it declares nothing, which a guard must refuse. */
export function authOf(context: ExecutionContext): Auth | undefined {
  return specOf(context)?.auth;
}

/** What the API calls the operation that is being served: `OrdersController.place` is `orders.place`. */
export function operationOf(context: ExecutionContext): string {
  return operationId(declarations.get(context.getHandler())?.handler ?? '');
}

export function operationId(handler: string): string {
  const [controller = '', method = ''] = handler.split('.');
  const subject = controller.replace(/Controller$/, '');
  return `${subject.charAt(0).toLowerCase()}${subject.slice(1)}.${method}`;
}
