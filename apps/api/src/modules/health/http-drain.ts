import { EventEmitter, once } from 'node:events';
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** How often connections that have become idle are closed while the last answers are written. */
const SWEEP_MS = 50;

export interface DrainTimes {
  /** For clients to leave by themselves; idle connections are closed after it. */
  readonly lingerMs: number;
  /** For the requests that still run after that; then they are cut off. */
  readonly limitMs: number;
}

/**
 * Takes the API out of service without failing a request. A connection that stays open after the last answer ends in a
 * race: the client may be sending its next request while we close. So each answer from `begin` on says `Connection:
 * close`, also the answers to requests that were already running.
 */
@Injectable()
export class HttpDrain implements OnModuleInit {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly running = new Set<ServerResponse>();
  private readonly deserted = new EventEmitter<{ now: [] }>();
  private draining = false;

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // A process without the HTTP role has no adapter, or one without a server.
    const server: unknown = (this.host.httpAdapter as typeof this.host.httpAdapter | undefined)?.getHttpServer();
    if (!(server instanceof Server)) return;
    this.server = server;
    server.prependListener('connection', (socket: Socket) => this.count(socket));
    server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => this.track(response));
  }

  /** Open ones. */
  get connections(): number {
    return this.sockets.size;
  }

  begin(): void {
    this.draining = true;
    for (const response of this.running) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
  }

  /** Accepts no more connections and waits for the ones that there are; false when it had to cut some off. */
  async stop({ lingerMs, limitMs }: DrainTimes): Promise<boolean> {
    const { server } = this;
    if (server === undefined) return true;
    await this.emptyWithin(lingerMs);
    if (server.listening) server.close();
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.closeIdleConnections();
    const inTime = await this.emptyWithin(limitMs);
    clearInterval(sweep);
    if (!inTime) {
      server.closeAllConnections();
      for (const socket of this.sockets) socket.destroy();
    }
    return inTime;
  }

  private async emptyWithin(ms: number): Promise<boolean> {
    if (this.sockets.size === 0 || ms === 0) return this.sockets.size === 0;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ms);
    try {
      await once(this.deserted, 'now', { signal: late.signal });
      return true;
    } catch {
      return false; // the signal is the only thing that ends the wait early
    } finally {
      clearTimeout(timer);
    }
  }

  private count(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => {
      this.sockets.delete(socket);
      if (this.sockets.size === 0) this.deserted.emit('now');
    });
  }

  private track(response: ServerResponse): void {
    if (this.draining) response.shouldKeepAlive = false;
    this.running.add(response);
    response.once('close', () => this.running.delete(response));
  }
}
