import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from '#lib/embedded';

/** One request that came in. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: unknown;
}

/** A real HTTP server on loopback that takes down whatever is sent to it. */
export class HttpReceiver {
  readonly received: ReceivedRequest[] = [];
  /** What it answers from now on. */
  answer: { readonly status: number; readonly body: string } = { status: 200, body: 'ok' };

  private constructor(private readonly server: Server) {}

  static async open(): Promise<HttpReceiver> {
    const server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
        receiver.received.push({ path: request.url ?? '', headers: request.headers, text, body });
        response.writeHead(receiver.answer.status).end(receiver.answer.body);
      });
    });
    const receiver = new HttpReceiver(server);
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    return receiver;
  }

  url(path: string): string {
    return `http://${LOOPBACK}:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** The requests to one path. */
  on(path: string): ReceivedRequest[] {
    return this.received.filter((request) => request.path.split('?')[0] === path);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
