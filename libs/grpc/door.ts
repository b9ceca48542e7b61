import { once } from 'node:events';
import { Server, type AddressInfo, type Socket } from 'node:net';

/** What serves gRPC once it is loaded. */
export interface GrpcPort {
  accept(socket: Socket): void;
  /** Ends streams, takes no more calls and waits for those under way; false when some were cut off. */
  stop(): Promise<boolean>;
}

/** Of one process; each may have a thousand calls under way. */
const CONNECTION_LIMIT = 1_024;

/**
 * Listens on gRPC's port, and loads gRPC when somebody comes: what it needs takes a third of a second and tens of megabytes, which
 * an installation that nobody calls over gRPC never spends, and no start waits for. Who comes first waits for it.
 */
export class GrpcDoor {
  private readonly server = new Server({ allowHalfOpen: true, noDelay: true }, (socket) => this.welcome(socket));
  private loaded: Promise<GrpcPort> | undefined;

  constructor(
    private readonly load: () => Promise<GrpcPort>,
    private readonly onFault: (error: unknown) => void,
    connections = CONNECTION_LIMIT,
  ) {
    this.server.maxConnections = connections;
  }

  /** Answers the port in use; 0 takes a free one. Rejects when it is taken. Children of a supervisor share it. */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen({ host, port });
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** As `GrpcPort.stop`. */
  async stop(): Promise<boolean> {
    this.server.close();
    const port = await this.loaded?.catch(() => undefined);
    return port === undefined || port.stop();
  }

  private welcome(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    this.loaded ??= this.load();
    this.loaded.then(
      (port) => {
        if (!socket.destroyed) port.accept(socket);
      },
      (error: unknown) => {
        this.loaded = undefined; // the next one tries again
        socket.destroy();
        this.onFault(error);
      },
    );
  }
}
