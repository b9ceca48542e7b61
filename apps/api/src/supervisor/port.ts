import { once } from 'node:events';
import * as net from 'node:net';

/** What Node's own cluster shares among its workers: a socket that is bound and does not accept. */
export interface PortHandle {
  close(): void;
}

type CreateServerHandle = (host: string, port: number, family: 4 | 6) => PortHandle | number;

/**
 * Binds a port without accepting from it; answers the handle, for children to listen on, and the port in use (0 takes a free
 * one). Whoever holds the handle keeps the port: connections that nobody accepts wait in the kernel. Rejects as
 * `net.Server.listen` does when the port is taken: it is opened and closed once to learn that.
 */
export async function holdPort(host: string, port: number): Promise<{ handle: PortHandle; port: number }> {
  const probe = net.createServer().listen({ host, port, exclusive: true });
  await once(probe, 'listening');
  const taken = probe.address() as net.AddressInfo;
  await new Promise((closed) => probe.close(closed));
  // Not in Node's documentation; `node:cluster` rests on it.
  const { _createServerHandle: create } = net as unknown as { readonly _createServerHandle: CreateServerHandle };
  const handle = create(taken.address, taken.port, taken.family === 'IPv6' ? 6 : 4);
  if (typeof handle === 'number') throw new Error(`The port ${taken.port} on ${host} cannot be held: error ${handle}`);
  return { handle, port: taken.port };
}
