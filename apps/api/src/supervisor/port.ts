import { once } from 'node:events';
import * as net from 'node:net';
import { getSystemErrorName } from 'node:util';

/** What Node's own cluster shares among its workers: a socket that is bound and does not accept. */
export interface PortHandle {
  readonly fd: number;
  close(): void;
}

type CreateServerHandle = (host: string | null, port: number, family: number, fd?: number) => PortHandle | number;

/** Not in Node's documentation; `node:cluster` rests on it. */
const { _createServerHandle: create } = net as unknown as { readonly _createServerHandle: CreateServerHandle };

/**
 * Binds a port without accepting from it; answers the handle, whose descriptor children inherit and listen on, and the port in
 * use (0 takes a free one). Whoever holds it keeps the port: connections that nobody accepts wait in the kernel. Rejects as
 * `net.Server.listen` does when the port is taken: it is opened and closed once to learn that.
 */
export async function holdPort(host: string, port: number): Promise<{ handle: PortHandle; port: number }> {
  const probe = net.createServer().listen({ host, port, exclusive: true });
  await once(probe, 'listening');
  const taken = probe.address() as net.AddressInfo;
  await new Promise((closed) => probe.close(closed));
  const handle = sound(create(taken.address, taken.port, taken.family === 'IPv6' ? 6 : 4));
  return { handle, port: taken.port };
}

/** Rejects as `net.Server.listen` does when nobody can listen there. */
export async function requireFree(host: string, port: number): Promise<void> {
  const probe = net.createServer().listen({ host, port, exclusive: true });
  await once(probe, 'listening');
  await new Promise((closed) => probe.close(closed));
}

/** The port behind an inherited descriptor, for a server to listen on. */
export function inheritedPort(fd: number): PortHandle {
  return sound(create(null, 0, 4, fd));
}

function sound(handle: PortHandle | number): PortHandle {
  if (typeof handle !== 'number') return handle;
  throw new Error(`The API's port cannot be held: ${getSystemErrorName(handle)}`);
}
