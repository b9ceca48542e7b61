import type { Metadata, ServiceError } from '@grpc/grpc-js';
import type { ClientGrpcProxy } from '@nestjs/microservices';
import { LOOPBACK } from '#lib/embedded';
import { GrpcDoor, type GrpcMetrics } from '#lib/grpc';
import { lastValueFrom, toArray, type Observable } from 'rxjs';
import { connectGrpc } from '../../libs/grpc/connect';
import { bearer, grpcClient } from './grpc-client';
import { startApp, type StartedApp } from './start-app';
import { World } from './world';

/** A door to the gRPC services of this application; a fault of it fails the test. */
export function doorTo(app: StartedApp, called: GrpcMetrics['called'] = () => undefined): GrpcDoor {
  return new GrpcDoor(
    () => connectGrpc(app.nest, { called }),
    (error) => {
      throw error;
    },
  );
}

/** The application with its gRPC door, a world in it, and a client of its services. */
export class GrpcWorld {
  private constructor(
    readonly app: StartedApp,
    readonly world: World,
    readonly door: GrpcDoor,
    readonly client: ClientGrpcProxy,
    /** Every call that ended, with its status. */
    readonly calls: readonly { readonly path: string; readonly code: number }[],
  ) {}

  static async start(): Promise<GrpcWorld> {
    const app = await startApp();
    const world = await World.build(await app.admin());
    const calls: { path: string; code: number }[] = [];
    const door = doorTo(app, ({ path, code }) => void calls.push({ path, code }));
    const client = grpcClient(`${LOOPBACK}:${await door.listen(LOOPBACK, 0)}`);
    return new GrpcWorld(app, world, door, client, calls);
  }

  asMerchant(): Metadata {
    return bearer(this.world.merchant.token);
  }

  asOperator(): Metadata {
    return bearer(this.world.operator.token);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.door.stop();
    await this.app.stop();
  }
}

/** What a call failed with; it is an error when it did not. */
export async function failure(stream: Observable<unknown>): Promise<ServiceError> {
  return lastValueFrom(stream.pipe(toArray())).then(
    (values) => Promise.reject(new Error(`Answered ${JSON.stringify(values)}`)),
    (error: unknown) => error as ServiceError,
  );
}
