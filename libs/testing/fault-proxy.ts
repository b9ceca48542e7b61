import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ProxiedConnection, type LineFault } from './proxied-connection';

export type { LineFault, ProxiedConnection } from './proxied-connection';

const LOOPBACK = '127.0.0.1';
/** More are reset at once. */
const CONNECTION_LIMIT = 2_048;

export interface DropOptions {
  /** After the answer was lost the connection is reset this much later; without it, it stays open and silent. */
  readonly resetAfterMs?: number;
  /** Which requests are meant; any without it. */
  readonly where?: (request: Buffer) => boolean;
}

interface Ambush extends DropOptions {
  readonly lost: () => void;
}

/**
 * A line to a TCP server (PostgreSQL, Redis, HTTP) that fails on demand: on all connections or on one, until it is
 * healed. Its port stays the same whatever becomes of the server behind it, and however often the line is cut.
 */
export class FaultProxy {
  private readonly open = new Set<ProxiedConnection>();
  private readonly ambushes: Ambush[] = [];
  private readonly struck = new WeakMap<ProxiedConnection, Ambush>();
  private server: Server | undefined;
  private fault: LineFault | undefined;
  private listeningPort = 0;

  private constructor(private target: { readonly host: string; readonly port: number }) {}

  /** `url`: of the server behind it, e.g. `redis://:secret@127.0.0.1:6379/0`. */
  static async to(url: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(addressOf(url));
    await proxy.restore();
    return proxy;
  }

  get port(): number {
    return this.listeningPort;
  }

  /** Every connection that is open now. */
  get connections(): readonly ProxiedConnection[] {
    return [...this.open];
  }

  /** `url` of the server, with this line in between. */
  urlOf(url: string): string {
    return Object.assign(new URL(url), { hostname: LOOPBACK, port: String(this.listeningPort) }).href;
  }

  /** New connections lead to another server from now on. */
  retarget(url: string): void {
    this.target = addressOf(url);
  }

  /** All connections that there are, and all new ones, are faulty until `heal`. */
  apply(fault: LineFault): void {
    this.fault = fault;
    for (const connection of this.open) connection.apply(fault);
  }

  /** New connections are sound; those that there are too, but for those that lost bytes: they are reset. */
  heal(): void {
    this.fault = undefined;
    for (const connection of this.open) connection.apply(undefined);
  }

  /** The connections that there are go silent; new ones are sound. */
  silence(): void {
    for (const connection of this.open) connection.apply({ kind: 'black_hole' });
  }

  /** Resets the connections that there are; new ones are accepted. */
  reset(): void {
    for (const connection of this.open) connection.reset();
  }

  /**
   * The next request (that `where` means) reaches the server, and its answer is lost. Resolves when that has happened;
   * `signal` gives up waiting for it and rejects.
   */
  dropNextAnswer(options: DropOptions = {}, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const ambush: Ambush = { ...options, lost: resolve };
      this.ambushes.push(ambush);
      signal?.addEventListener('abort', () => {
        const index = this.ambushes.indexOf(ambush);
        if (index >= 0) this.ambushes.splice(index, 1);
        reject(new Error('No such request, or no answer to it, came'));
      });
    });
  }

  /** Connections are refused and those that there are end, until `restore`. */
  async cut(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.reset();
    await closed;
  }

  /** Listens again, on the same port. */
  async restore(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer({ allowHalfOpen: true }, (client) => this.accept(client));
    this.server = server;
    server.maxConnections = CONNECTION_LIMIT;
    server.listen(this.listeningPort, LOOPBACK);
    await once(server, 'listening');
    this.listeningPort = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.ambushes.length = 0;
    await this.cut();
  }

  private accept(client: Socket): void {
    const connection = new ProxiedConnection(client, {
      target: this.target,
      fault: this.fault,
      onRequest: (from, chunk) => this.spring(from, chunk),
      onLost: (from) => this.strike(from),
      onClose: (from) => this.open.delete(from),
    });
    this.open.add(connection);
  }

  private spring(connection: ProxiedConnection, chunk: Buffer): void {
    const index = this.ambushes.findIndex((ambush) => ambush.where?.(chunk) ?? true);
    const ambush = this.ambushes[index];
    if (ambush === undefined) return;
    this.ambushes.splice(index, 1);
    this.struck.set(connection, ambush);
    connection.apply({ kind: 'drop_answers' });
  }

  private strike(connection: ProxiedConnection): void {
    const ambush = this.struck.get(connection);
    if (ambush === undefined) return;
    this.struck.delete(connection);
    ambush.lost();
    if (ambush.resetAfterMs !== undefined) setTimeout(() => connection.reset(), ambush.resetAfterMs);
  }
}

function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
