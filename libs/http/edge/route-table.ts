import type { FastifyInstance } from 'fastify';
import type { RouteDeclaration } from '../endpoint';

/** One entry of the router itself, whoever registered it. */
export interface Route {
  readonly method: string;
  /** As registered, e.g. `/v1/orders/:id`. */
  readonly path: string;
  /** Undefined for a route that declares nothing: a fault, which a test looks for. */
  readonly declaration: RouteDeclaration | undefined;
}

/** Every route of the server, as the router has it: nothing can be served that is not in here. */
export class RouteTable {
  private readonly routes: Route[] = [];
  private matchers: { readonly method: string; readonly pattern: RegExp }[] | undefined;

  /** Listens to the router; also gives each route the body limit that it declares. */
  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', (options) => {
      const declaration = options.config?.endpoint;
      const limit = declaration?.spec.bodyLimitBytes;
      if (limit !== undefined) options.bodyLimit = limit;
      for (const method of [options.method].flat()) this.routes.push({ method, path: options.url, declaration });
      this.matchers = undefined;
    });
  }

  list(): readonly Route[] {
    return this.routes;
  }

  /** The methods that a path takes; only asked for requests that nothing matched. */
  methodsAt(path: string): string[] {
    this.matchers ??= this.routes.map(({ method, path: route }) => ({ method, pattern: patternOf(route) }));
    const methods = this.matchers.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

/** `/v1/orders/:id` as an expression without nesting, so that no path makes it slow. */
function patternOf(path: string): RegExp {
  const literal = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`);
}
