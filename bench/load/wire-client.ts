import { connect, type Socket } from 'node:net';
import { AnswerReader, type WireAnswer } from './answer-reader';

/** One keep-alive HTTP/1.1 connection to a server on this machine, one request at a time. */
export class WireClient {
  private readonly reader = new AnswerReader();
  private waiting: { resolve: (answer: WireAnswer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The server closed the connection')));
  }

  static open(port: number): Promise<WireClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new WireClient(socket));
      });
    });
  }

  /** Sends one whole request, head and body, and resolves with its answer. */
  send(request: string): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    try {
      const answer = this.reader.take(chunk);
      if (answer === undefined) return;
      const waiting = this.waiting;
      this.waiting = undefined;
      waiting?.resolve(answer);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private fail(error: Error): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.reject(error);
    this.socket.destroy();
  }
}
