import type { Server } from 'node:http';
import type { Socket } from 'node:net';

interface Reader {
  /** Bytes that had been answered when the wait began: they must all be taken before it ends. */
  target: number;
  sinceMs: number;
}

export interface UnreadAnswerLimits {
  readonly timeoutMs: number;
  readonly checkMs: number;
}

/**
 * Drops connections whose readers don't take what was answered. Kept per connection and looked at once a second, so it
 * costs a request nothing. It measures answers, not activity: a reader that takes a byte a second is dropped as well.
 */
export function dropUnreadAnswers(server: Server, limits: UnreadAnswerLimits): void {
  const readers = new Map<Socket, Reader | undefined>();
  server.on('connection', (socket: Socket) => {
    readers.set(socket, undefined);
    socket.once('close', () => readers.delete(socket));
  });
  const sweep = (): void => {
    const nowMs = performance.now();
    for (const [socket, reader] of readers) {
      const next = look(socket, reader, nowMs);
      if (next !== undefined && nowMs - next.sinceMs >= limits.timeoutMs) socket.destroy();
      else readers.set(socket, next);
    }
  };
  const timer = setInterval(sweep, limits.checkMs).unref();
  server.once('close', () => {
    clearInterval(timer);
  });
}

function look(socket: Socket, reader: Reader | undefined, nowMs: number): Reader | undefined {
  if (socket.writableLength === 0) return undefined;
  const taken = socket.bytesWritten - socket.writableLength;
  if (reader !== undefined && taken < reader.target) return reader;
  return { target: socket.bytesWritten, sinceMs: nowMs };
}
