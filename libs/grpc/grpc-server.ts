import { Server, ServerCredentials, type ServerInterceptor } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import { ServerGrpc } from '@nestjs/microservices';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { protoFolder, SERVICES } from './proto-files';

const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_METADATA_BYTES = 16 * 1024;
/** Calls that one connection may have under way at once. */
const MAX_STREAMS = 1_000;
/** A peer that is gone without a word is noticed after a minute and ten seconds. */
const KEEPALIVE = { 'grpc.keepalive_time_ms': 60_000, 'grpc.keepalive_timeout_ms': 10_000 };
/** Callers come back now and then, so that those of a fleet spread over its processes. */
const CONNECTION_AGE = { 'grpc.max_connection_age_ms': 30 * 60_000, 'grpc.max_connection_age_grace_ms': 30_000 };

type ConnectionInjector = ReturnType<Server['createConnectionInjector']>;

/** Nest's gRPC transport with limits of ours, health and reflection. It listens nowhere: connections are handed to it. */
export class GrpcServer extends ServerGrpc {
  private server: Server | undefined;
  private readonly health = new HealthImplementation({ '': 'SERVING' });
  private injector: ConnectionInjector | undefined;

  constructor(private readonly interceptors: ServerInterceptor[]) {
    const folder = protoFolder();
    super({
      package: Object.keys(SERVICES),
      protoPath: [...Object.values(SERVICES).map((file) => join(folder, file)), healthProto],
      loader: {
        includeDirs: [folder],
        keepCase: true,
        longs: Number,
        enums: String,
        defaults: true,
        arrays: true,
        objects: true,
      },
      onLoadPackageDefinition: (definition, server) => {
        new ReflectionService(definition as PackageDefinition).addToServer(server as Server);
        this.health.addToServer(server as Server);
      },
    });
  }

  override createClient(): Promise<Server> {
    const server = new Server({
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
      'grpc.max_metadata_size': MAX_METADATA_BYTES,
      'grpc.max_concurrent_streams': MAX_STREAMS,
      ...KEEPALIVE,
      ...CONNECTION_AGE,
      interceptors: this.interceptors,
    });
    this.injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    this.server = server;
    return Promise.resolve(server);
  }

  accept(socket: Socket): void {
    this.injector?.injectConnection(socket);
  }

  /** Health says that it goes, and no new call is taken; false when calls were still running after `limitMs` and were cut off. */
  async drain(limitMs: number): Promise<boolean> {
    const { server } = this;
    if (server === undefined) return true;
    this.health.setStatus('', 'NOT_SERVING');
    const ended = await new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), limitMs);
      server.tryShutdown(() => {
        clearTimeout(late);
        resolve(true);
      });
    });
    if (!ended) server.forceShutdown();
    return ended;
  }

  override close(): Promise<void> {
    this.server?.forceShutdown();
    return Promise.resolve();
  }
}
