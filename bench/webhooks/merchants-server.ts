import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Body {
  readonly data: { readonly recorded_at: string };
}

/** The server of all merchants: answers at once, but to some endpoints never. */
export class MerchantsServer {
  /** Messages of endpoints that answer, by id, and how long after its event each came, in ms. */
  readonly received = new Map<string, number>();
  /** When each of them came, of `Date.now()`. */
  readonly arrivals: number[] = [];
  private readonly refused = new Set<string>();
  private taken = 0;

  private constructor(
    private readonly server: Server,
    private readonly silent: ReadonlySet<string>,
    private readonly refuseEvery: number | undefined,
  ) {}

  /** `silent`: paths that take a message and never answer. `refuseEvery`: each so many-th message is answered 503 once. */
  static async listen(silent: ReadonlySet<string>, refuseEvery?: number): Promise<MerchantsServer> {
    const server = createServer({ keepAliveTimeout: 15_000 });
    const merchants = new MerchantsServer(server, silent, refuseEvery);
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
    this.arrivals.length = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.silent.has(request.url ?? '')) return;
    const id = String(request.headers['webhook-id']);
    if (this.refuses(id)) {
      response.writeHead(503).end();
      return;
    }
    const nowMs = Date.now();
    const { data } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
    if (!this.received.has(id)) {
      this.received.set(id, nowMs - Date.parse(data.recorded_at));
      this.arrivals.push(nowMs);
    }
    response.writeHead(204).end();
  }

  /** Nothing is refused twice: it would come again after minutes. */
  private refuses(id: string): boolean {
    if (this.refuseEvery === undefined || this.refused.has(id)) return false;
    this.taken += 1;
    if (this.taken % this.refuseEvery > 0) return false;
    this.refused.add(id);
    return true;
  }
}
