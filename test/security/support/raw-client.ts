import { connect, type Socket } from 'node:net';
import type { Answer } from './send';

/** A connection of its own, on which anything can be written at any pace. */
export class RawClient {
  private readonly socket: Socket;
  private received = '';
  /** Resolves with all that came, once the connection is over. */
  readonly ended: Promise<string>;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk: string) => {
      this.received += chunk;
    });
    this.socket.on('error', () => undefined); // a reset is an end like any other
    this.ended = new Promise((resolve) => {
      this.socket.once('close', () => {
        resolve(this.received);
      });
    });
  }

  /** Resolves once there is a connection. */
  async connected(): Promise<this> {
    if (!this.socket.connecting) return this;
    await new Promise((resolve) => this.socket.once('connect', resolve));
    return this;
  }

  write(text: string): this {
    if (this.socket.writable) this.socket.write(text);
    return this;
  }

  /** Writes the same text up to so many times, as fast as it is taken, until the other side ends the connection. */
  async writeUntilEnded(text: string, times: number): Promise<number> {
    const over = this.ended.then(() => undefined);
    for (let written = 0; written < times; written++) {
      if (!this.socket.writable) return written;
      if (this.socket.write(text)) await new Promise(setImmediate);
      else await Promise.race([new Promise((resolve) => this.socket.once('drain', resolve)), over]);
    }
    return times;
  }

  stopReading(): this {
    this.socket.pause();
    return this;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The head of a request, with the blank line after it. */
export function requestHead(method: string, path: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** The answers in what a connection received, one after the other; each must say its length. */
export function answersIn(received: string): Answer[] {
  const answers: Answer[] = [];
  let at = 0;
  while (received.startsWith('HTTP/1.1 ', at)) {
    const end = received.indexOf('\r\n\r\n', at);
    const [statusLine = '', ...lines] = received.slice(at, end).split('\r\n');
    const headers = new Headers(
      lines.map((line): [string, string] => [line.split(': ')[0] ?? '', line.replace(/^[^:]+: /, '')]),
    );
    const body = received.slice(end + 4, end + 4 + Number(headers.get('content-length')));
    const isJson = headers.get('content-type')?.includes('json') === true;
    const document = isJson ? (JSON.parse(body) as Answer['document']) : undefined;
    answers.push({ status: Number(statusLine.slice(9, 12)), headers, document });
    at = end + 4 + body.length;
  }
  return answers;
}
