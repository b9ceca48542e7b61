import { once } from 'node:events';
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** How often connections that have become idle are closed while the last answers are written. */
const SWEEP_MS = 50;

/**
 * Takes the API's port out of service without failing a request. A connection that stays open after the last answer
 * ends in a race: the client may be sending its next request while we close. So each answer from `begin` on says
 * `Connection: close`, also the answers to requests that were already running.
 */
@Injectable()
export class HttpDrain implements OnModuleInit {
  private server: Server | undefined;
  private readonly running = new Set<ServerResponse>();
  private draining = false;

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // A process without the HTTP role has no adapter, or one without a server.
    const server: unknown = (this.host.httpAdapter as typeof this.host.httpAdapter | undefined)?.getHttpServer();
    if (!(server instanceof Server)) return;
    this.server = server;
    server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => this.track(response));
  }

  begin(): void {
    this.draining = true;
    for (const response of this.running) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
  }

  /** Accepts no more connections and waits for the ones that there are; false when it had to cut some off. */
  async stop(timeoutMs: number): Promise<boolean> {
    const { server } = this;
    if (server?.listening !== true) return true;
    const closed = once(server, 'close');
    server.close();
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    let inTime = true;
    const limit = setTimeout(() => {
      inTime = false;
      server.closeAllConnections();
    }, timeoutMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(limit);
    return inTime;
  }

  private track(response: ServerResponse): void {
    if (this.draining) response.shouldKeepAlive = false;
    this.running.add(response);
    response.once('close', () => this.running.delete(response));
  }
}
