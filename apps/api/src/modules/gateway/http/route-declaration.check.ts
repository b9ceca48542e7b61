import { declaresRpc } from '#lib/grpc';
import { authOf } from '#lib/http';
import { type ExecutionContext, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

/** What Nest's decorators of microservices leave at a method. */
const PATTERN_METADATA = 'microservices:pattern';

/** Refuses to start with a route or gRPC method that declares no authorization: forgetting it must not mean that anybody may call. */
@Injectable()
export class RouteDeclarationCheck implements OnApplicationBootstrap {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const undeclared = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => undeclaredRoutes(this.scanner, metatype));
    if (undeclared.length === 0) return;
    throw new Error(`These declare no authorization (@Endpoint, @Rpc): ${undeclared.join(', ')}`);
  }
}

function undeclaredRoutes(scanner: MetadataScanner, controller: unknown): string[] {
  if (typeof controller !== 'function') return [];
  const prototype = controller.prototype as Record<string, unknown>;
  return scanner
    .getAllMethodNames(prototype)
    .filter((name) => isUndeclared(prototype[name]))
    .map((name) => `${controller.name}.${name}`);
}

function isUndeclared(method: unknown): boolean {
  if (typeof method !== 'function') return false;
  if (Reflect.hasMetadata(PATTERN_METADATA, method)) return !declaresRpc(method);
  if (!Reflect.hasMetadata(METHOD_METADATA, method)) return false;
  return authOf({ getHandler: () => method } as unknown as ExecutionContext) === undefined;
}
