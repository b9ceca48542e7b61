import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PATIENCE_MS, Switchboard } from './switchboard';

/** Connections that wait for a child; the next one is closed. */
const WAITING_LIMIT = 4096;
/** A connection for which there was nobody for so long is closed. */
const WAIT_LIMIT_MS = 30_000;

/** The way to the children. What does not reach one is made good when its death is told by `remove`. */
export interface Children {
  hand(child: number, id: number, socket: Socket): void;
  /** Whether it is there: whatever it says next is the answer. */
  ask(child: number): void;
}

/**
 * The API's port, held by the supervisor alone: no death of a child closes it, and a connection that comes while nobody
 * serves waits for the next child instead of being refused. Node's own cluster port closes with its last child, and
 * forgets a connection whose child dies before taking it over.
 */
export class Acceptor {
  private readonly server: Server;
  private readonly switchboard = new Switchboard<Socket>();
  private impatience: NodeJS.Timeout | undefined;
  private readonly waiting: { readonly socket: Socket; readonly sinceMs: number }[] = [];

  constructor(
    private readonly children: Children,
    private readonly nowMs: () => number,
  ) {
    // Paused: not a byte is read here. `noDelay` stays with the connection when it is handed over.
    this.server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.take(socket));
  }

  /** Port 0 takes a free one. Answers the port in use; rejects when it is taken. */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen({ host, port, backlog: 1024 });
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** No more connections, and none to those that wait. */
  close(): void {
    this.server.close();
    clearTimeout(this.impatience);
    for (const { socket } of this.waiting.splice(0)) socket.destroy();
  }

  admit(child: number): void {
    this.switchboard.admit(child);
    this.distribute();
  }

  isolate(child: number): void {
    this.switchboard.isolate(child);
  }

  connections(child: number): number {
    return this.switchboard.connections(child);
  }

  /** A child has said something. */
  heard(child: number): void {
    this.switchboard.heard(child, this.nowMs());
    this.distribute();
  }

  /** A child's word on how many connections it holds, which comes with each heartbeat. */
  report(child: number, connections: number): void {
    this.switchboard.report(child, connections);
  }

  confirm(child: number, id: number): void {
    this.switchboard.confirm(child, id)?.destroy(); // our copy of the descriptor; the connection lives on in the child
  }

  /** A dead child's connections of which it has not read a byte are served by another one. */
  remove(child: number): void {
    const sinceMs = this.nowMs();
    this.waiting.unshift(...this.switchboard.remove(child).map((socket) => ({ socket, sinceMs })));
    this.distribute();
  }

  private take(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.waiting.length >= WAITING_LIMIT) {
      socket.destroy();
      return;
    }
    this.waiting.push({ socket, sinceMs: this.nowMs() });
    this.distribute();
  }

  /** Hands out what waits, as far as somebody is there for it. */
  distribute(): void {
    const nowMs = this.nowMs();
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const late = nowMs - next.sinceMs > WAIT_LIMIT_MS;
      const child = late ? undefined : this.switchboard.choose(nowMs);
      if (!late && child === undefined) break;
      this.waiting.shift();
      if (child === undefined) next.socket.destroy();
      else this.children.hand(child, this.switchboard.hand(child, next.socket), next.socket);
    }
    if (this.waiting.length === 0) return;
    for (const child of this.switchboard.toAsk(nowMs)) this.children.ask(child);
    this.impatience ??= setTimeout(() => {
      this.impatience = undefined;
      this.distribute();
    }, PATIENCE_MS);
  }
}
