import type { INestApplication } from '@nestjs/common';
import type { CustomStrategy } from '@nestjs/microservices';
import { callObserver } from './call-observer';
import { Drain } from './drain';
import { GrpcServer, type GrpcAddress } from './grpc-server';
import type { GrpcMetrics } from './observe';

export { statusOf } from './status';

/** What Nest calls while an application is made, unless the build has left that to us. */
interface LoadsPackages {
  preloadLazyPackages(): Promise<void>;
}

/** For calls that still run when the process ends. */
const DRAIN_LIMIT_MS = 4_000;

export interface GrpcPort {
  readonly port: number;
  /** Ends streams, takes no more calls and waits for those under way; false when some were cut off. */
  stop(): Promise<boolean>;
}

/**
 * Serves the controllers of an initialised application over gRPC as well. Loaded when it is called: what it needs costs a
 * start a tenth of a second, and over HTTP the application serves already.
 */
export async function connectGrpc(
  app: INestApplication,
  address: GrpcAddress,
  metrics: GrpcMetrics,
): Promise<GrpcPort> {
  const strategy = new GrpcServer(address, [callObserver(metrics)]);
  await (app as INestApplication & LoadsPackages).preloadLazyPackages();
  app.connectMicroservice<CustomStrategy>({ strategy });
  await app.startAllMicroservices();
  const drain = app.get(Drain);
  return {
    port: strategy.port,
    stop: () => {
      drain.begin();
      return strategy.drain(DRAIN_LIMIT_MS);
    },
  };
}
