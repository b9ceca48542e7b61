import { Agent as PlainAgent, type ClientRequest, type ClientRequestArgs } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';

export interface IdleLimits {
  /** Connections without a request that are kept for one host, and for all together. */
  readonly perHost: number;
  readonly total: number;
  /** For how long; a receiver that says less is taken at its word. */
  readonly idleMs: number;
}

/** A receiver closes at the end of its time; a request that is on its way then is lost. So ours ends this much earlier. */
const EARLIER_MS = 1000;

/**
 * Connections between two requests. They are kept by host, port, server name and the addresses that were checked for the request that
 * opened them: a request takes one only when the addresses that were checked for itself are the same. Beyond the limit the one that has been idle
 * longest is closed.
 */
export class IdleSockets {
  readonly plain: PlainAgent;
  readonly tls: TlsAgent;
  private readonly idle = new Set<Duplex>();
  private readonly watched = new WeakSet<Duplex>();
  private isClosed = false;

  constructor(private readonly limits: IdleLimits) {
    const options = { keepAlive: true, maxFreeSockets: limits.perHost, timeout: limits.idleMs };
    this.plain = pinning(new PlainAgent(options), this);
    this.tls = pinning(new TlsAgent(options), this);
  }

  get count(): number {
    return this.idle.size;
  }

  /** False: it is not worth keeping. */
  keep(socket: Duplex): boolean {
    if (this.isClosed || !(socket instanceof Socket)) return false;
    const { timeout } = socket;
    const keptMs = timeout === undefined || timeout >= this.limits.idleMs ? this.limits.idleMs : timeout - EARLIER_MS;
    if (keptMs <= 0) return false;
    socket.setTimeout(keptMs);
    this.idle.add(socket);
    if (!this.watched.has(socket)) socket.once('close', () => this.idle.delete(socket));
    this.watched.add(socket);
    const [oldest] = this.idle;
    if (this.idle.size > this.limits.total) oldest?.destroy();
    return true;
  }

  taken(socket: Duplex): void {
    this.idle.delete(socket);
  }

  /** Closes what is idle, and keeps nothing any more; requests under way end as they would. */
  close(): void {
    this.isClosed = true;
    for (const socket of this.idle) socket.destroy();
  }
}

/** The member of a request's options by which its connection may be shared: the addresses that were checked for it. */
export interface Pinned {
  readonly pinnedTo: string;
}

function pinning<A extends PlainAgent>(agent: A, sockets: IdleSockets): A {
  const getName = agent.getName.bind(agent);
  // The types know of no answer, but `false` is what ends a connection.
  const keepSocketAlive = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
  const reuseSocket = agent.reuseSocket.bind(agent);
  return Object.assign(agent, {
    getName: (options?: ClientRequestArgs & Partial<Pinned>) => `${getName(options)}:${options?.pinnedTo ?? ''}`,
    keepSocketAlive: (socket: Duplex) => keepSocketAlive(socket) && sockets.keep(socket),
    reuseSocket: (socket: Duplex, request: ClientRequest) => {
      sockets.taken(socket);
      reuseSocket(socket, request);
    },
  });
}
