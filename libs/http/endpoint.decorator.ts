import { RouteConfig } from '@nestjs/platform-fastify';
import { declare, type EndpointSpec, type RouteDeclaration } from './endpoint';
import { Input, takesInput } from './input';

/**
 * Binds a declaration to a controller method, for Nest's guards and for the router's own list of routes. A method that
 * does not ask for its `@Input()` has it read all the same: what a route does not declare is refused, used or not.
 */
export function Endpoint(spec: EndpointSpec): MethodDecorator {
  return (target, name, descriptor) => {
    const method = descriptor.value as (...args: unknown[]) => unknown;
    const declaration: RouteDeclaration = { spec, handler: `${target.constructor.name}.${String(name)}` };
    declare(method, declaration);
    RouteConfig({ endpoint: declaration })(target, name, descriptor);
    if (!takesInput(target, name)) Input()(target, name, method.length);
  };
}
