import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a real Redis and can keep its answers back, as a paused or cut-off Redis does. */
export interface MuteProxy {
  /** The Redis behind, reached through the proxy. */
  readonly url: string;
  /** From now on commands still reach Redis, but no answer comes back. */
  mute(): void;
  /** Lets the kept answers through, and the later ones. */
  unmute(): void;
  /** Cuts all connections and takes no more. */
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

export async function muteProxy(redisUrl: string): Promise<MuteProxy> {
  const target = new URL(redisUrl);
  const pairs = new Set<Pair>();
  let muted = false;
  const server = createServer((client) => {
    const pair = { client, upstream: connect(Number(target.port), target.hostname) };
    pairs.add(pair);
    for (const socket of [client, pair.upstream]) socket.on('error', () => undefined);
    client.pipe(pair.upstream);
    if (!muted) pair.upstream.pipe(client);
    client.on('close', () => {
      pair.upstream.destroy();
      pairs.delete(pair);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(redisUrl), { port: String(port) }).href,
    mute: () => {
      muted = true;
      for (const { client, upstream } of pairs) upstream.unpipe(client).pause();
    },
    unmute: () => {
      muted = false;
      for (const { client, upstream } of pairs) upstream.pipe(client);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const { client } of pairs) client.destroy();
      await closed;
    },
  };
}
