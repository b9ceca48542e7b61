import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Body {
  readonly data: { readonly recorded_at: string };
}

/** The server of all merchants: answers at once, but to some endpoints never. */
export class MerchantsServer {
  /** Messages of endpoints that answer, by id, and how long after its event each came, in ms. */
  readonly received = new Map<string, number>();
  lastAtMs = 0;

  private constructor(
    private readonly server: Server,
    private readonly silent: ReadonlySet<string>,
  ) {}

  /** `silent`: paths that take a message and never answer. */
  static async listen(silent: ReadonlySet<string>): Promise<MerchantsServer> {
    const server = createServer({ keepAliveTimeout: 15_000 });
    const merchants = new MerchantsServer(server, silent);
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void merchants.take(request, response),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return merchants;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  reset(): void {
    this.received.clear();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.silent.has(request.url ?? '')) return;
    this.lastAtMs = Date.now();
    const { data } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
    const id = String(request.headers['webhook-id']);
    if (!this.received.has(id)) this.received.set(id, this.lastAtMs - Date.parse(data.recorded_at));
    response.writeHead(204).end();
  }
}
