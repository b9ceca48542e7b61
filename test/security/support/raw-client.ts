import { connect, type Socket } from 'node:net';

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

  stopReading(): this {
    this.socket.pause();
    return this;
  }

  close(): void {
    this.socket.destroy();
  }
}
