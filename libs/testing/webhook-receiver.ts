import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message as it arrived. `verified`: by the public package, with one of the receiver's secrets. */
export interface ArrivedMessage {
  readonly id: string;
  readonly path: string;
  readonly verified: boolean;
  readonly type: string;
  readonly orderId: string;
  readonly sequence: number;
  readonly signatures: number;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How it answers; undefined: never. */
export type Script = (arrived: ArrivedMessage) => Answer | undefined | Promise<Answer | undefined>;

interface Body {
  readonly type: string;
  readonly data: { readonly order_id?: string; readonly sequence?: number };
}

/** A merchant's own server on the loopback: reads messages as the documentation says, and answers as a test wants it. */
export class WebhookReceiver {
  readonly arrived: ArrivedMessage[] = [];
  readonly secrets: string[] = [];
  script: Script = () => ({ status: 200 });
  /** Requests that it has not answered. */
  open = 0;
  mostOpen = 0;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {}

  static async listen(port = 0): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const receiver = new WebhookReceiver(server, (server.address() as AddressInfo).port);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void receiver.take(request, response));
    return receiver;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** The sequences of an order as they arrived, each once: what a receiver that drops repeated ids has seen. */
  sequencesOf(orderId: string, path?: string): number[] {
    const seen = this.arrived.filter(
      (message) => message.orderId === orderId && (path ?? message.path) === message.path,
    );
    return [...new Map(seen.map((message) => [message.id, message.sequence])).values()];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    response.on('close', () => (this.open -= 1));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const arrived = this.read(request, Buffer.concat(chunks).toString('utf8'));
    this.arrived.push(arrived);
    const answer = await this.script(arrived);
    if (answer !== undefined) response.writeHead(answer.status, { ...answer.headers }).end();
  }

  private read({ headers, url = '' }: IncomingMessage, text: string): ArrivedMessage {
    const given = (name: string): string | undefined => [headers[name]].flat()[0];
    const header = (name: string): string => given(name) ?? '';
    const signed = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, header(name)]),
    );
    const { type, data } = JSON.parse(text) as Body;
    return {
      id: header('webhook-id'),
      path: url,
      verified: this.secrets.some((secret) => verifies(secret, text, signed)),
      type,
      orderId: data.order_id ?? '',
      sequence: data.sequence ?? 0,
      signatures: header('webhook-signature').split(' ').length,
      traceparent: given('traceparent'),
      tracestate: given('tracestate'),
    };
  }
}

function verifies(secret: string, text: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
}
