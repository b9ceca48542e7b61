import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The one address on which embedded servers listen. */
export const LOOPBACK = '127.0.0.1';

/** Whether nobody listens on `port` of the loopback address; 0 is any free port. Answers the port, or undefined. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = probe.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      probe.close(() => resolve(bound));
    });
  });
}

/** A port that was free a moment ago; whoever binds it must still expect to lose it. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error(`No free port on ${LOOPBACK}`);
  return port;
}

const START_ATTEMPTS = 5;
const AGAIN_WITHIN_MS = 15_000;
const AGAIN_PAUSE_MS = 50;

/**
 * The port for each attempt to start a server. A new one avoids whoever is quicker: the remembered port or another. One
 * that is started `again` must have its port back, and waits for what its predecessor left: children of a killed
 * PostgreSQL end a moment after it, and no new one starts while one of them lives.
 */
export async function* portsToTry(file: string, again: number | undefined): AsyncGenerator<number> {
  if (again === undefined) {
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) yield await rememberedPort(file);
    return;
  }
  const endMs = performance.now() + AGAIN_WITHIN_MS;
  while (performance.now() < endMs) {
    yield again;
    await delay(AGAIN_PAUSE_MS);
  }
}

/** The port kept in `file` while it is free, else another free one, kept there from now on. */
async function rememberedPort(file: string): Promise<number> {
  const known = readPort(file);
  const port = (known === undefined ? undefined : await tryPort(known)) ?? (await freePort());
  writeFileSync(file, `${String(port)}\n`);
  return port;
}

/** The port kept in `file`, if it holds one. */
export function readPort(file: string): number | undefined {
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
