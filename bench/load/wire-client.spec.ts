import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WireClient } from './wire-client';

describe('WireClient', () => {
  let server: Server | undefined;
  let client: WireClient | undefined;
  afterEach(() => {
    client?.close();
    server?.close();
  });

  /** A server that answers every request with these pieces, one write each. */
  async function connectTo(...pieces: string[]): Promise<WireClient> {
    const listening = createServer((socket) => {
      socket.setNoDelay(true);
      socket.on('data', () => {
        for (const piece of pieces) socket.write(piece);
      });
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    client = await WireClient.open((listening.address() as AddressInfo).port);
    return client;
  }

  it('reads an answer that comes in pieces, and the next one on the same connection', async () => {
    const wire = await connectTo('HTTP/1.1 201 Crea', 'ted\r\nContent-Length: 5\r\n\r', '\nhel', 'lo');
    for (let request = 0; request < 2; request++) {
      const { status, body } = await wire.send('GET / HTTP/1.1\r\n\r\n');
      expect([status, body.toString()]).toEqual([201, 'hello']);
    }
  });

  it('refuses an answer whose end it cannot know', async () => {
    const wire = await connectTo('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    await expect(wire.send('GET / HTTP/1.1\r\n\r\n')).rejects.toThrow(/Content-Length/);
  });
});
