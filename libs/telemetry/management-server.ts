import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the management port answers on one path. */
export interface ManagementAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** `accept` is the header of that name. */
export type ManagementRoutes = Readonly<Record<string, (accept?: string) => Promise<ManagementAnswer>>>;

const REQUEST_MS = 5000;
const HEADERS_LIMIT_BYTES = 8192;
const CONNECTIONS_LIMIT = 100;

/**
 * Metrics and probes on a port of their own: every role serves it, also one without an API, and it answers while the
 * API's port is overloaded, draining or not yet open. Node's plain server, so that nothing of the API can break it.
 */
export class ManagementServer {
  private readonly server: Server;

  constructor(
    private readonly routes: ManagementRoutes,
    private readonly onError: (this: void, error: unknown) => void,
  ) {
    const options = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, maxHeaderSize: HEADERS_LIMIT_BYTES };
    this.server = createServer(options, (request, response) => void this.answer(request, response));
    this.server.maxConnections = CONNECTIONS_LIMIT;
  }

  /** Port 0 takes a free one. Returns the port in use; rejects when it is taken. */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, contentType, body } = await this.find(request);
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...(status === 405 && { allow: 'GET, HEAD' }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private async find(request: IncomingMessage): Promise<ManagementAnswer> {
    const [path = ''] = (request.url ?? '').split('?');
    const route = Object.hasOwn(this.routes, path) ? this.routes[path] : undefined;
    if (route === undefined) return text(404, 'Not found');
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Method not allowed');
    try {
      return await route(request.headers.accept);
    } catch (error) {
      this.onError(error);
      return text(500, 'Internal error');
    }
  }
}

function text(status: number, body: string): ManagementAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${body}\n` };
}
