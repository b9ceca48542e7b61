import type { INestApplication } from '@nestjs/common';
import type { CustomStrategy } from '@nestjs/microservices';
import { callObserver } from './call-observer';
import type { GrpcPort } from './door';
import { Drain } from './drain';
import { GrpcServer } from './grpc-server';
import type { GrpcMetrics } from './observe';

export { statusOf } from './status';

/** What Nest calls while an application is made, unless the build has left that to us. */
interface LoadsPackages {
  preloadLazyPackages(): Promise<void>;
}

/** For calls that still run when the process ends. */
const DRAIN_LIMIT_MS = 4_000;

/** Serves the controllers of an initialised application over gRPC as well, on connections that are handed over. */
export async function connectGrpc(app: INestApplication, metrics: GrpcMetrics): Promise<GrpcPort> {
  const strategy = new GrpcServer([callObserver(metrics)]);
  await (app as INestApplication & LoadsPackages).preloadLazyPackages();
  app.connectMicroservice<CustomStrategy>({ strategy });
  await app.startAllMicroservices();
  const drain = app.get(Drain);
  return {
    accept: (socket) => strategy.accept(socket),
    stop: () => {
      drain.begin();
      return strategy.drain(DRAIN_LIMIT_MS);
    },
  };
}
