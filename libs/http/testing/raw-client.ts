import { connect, type Socket } from 'node:net';

/** A connection on which a test writes what no HTTP client would. */
export class RawClient {
  private received = '';
  private readonly socket: Socket;
  /** Resolves with all that came before the connection ended. */
  readonly ended: Promise<string>;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk: string) => {
      this.received += chunk;
    });
    this.ended = new Promise((resolve) => {
      this.socket.once('close', () => {
        resolve(this.received);
      });
    });
    this.socket.on('error', () => undefined); // a reset is an end like any other
  }

  write(text: string): this {
    this.socket.write(text);
    return this;
  }

  /** Takes nothing more from the connection. */
  stopReading(): this {
    this.socket.pause();
    return this;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Status and problem code of the last answer in what a raw client received. */
export function problemIn(received: string): { status: number; code: unknown } {
  const status = Number(/HTTP\/1\.1 (\d{3})/.exec(received)?.[1]);
  const body = received.slice(received.indexOf('\r\n\r\n') + 4);
  return { status, code: (JSON.parse(body) as { code?: unknown }).code };
}
