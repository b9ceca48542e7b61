import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { holdPort } from '../../apps/api/src/supervisor/port';

const DESCRIPTORS = 8;
const CLIENTS = 20;
const FIRST_FD = 3;
const FAIR_ACCEPTOR = join(process.cwd(), 'dist', 'apps', 'api', 'src', 'supervisor', 'accept-fairly.js');

/** Listens, holds its event loop until it is told to go on, and says how many connections each turn brings. */
const CHILD = `
  const { FairAcceptor } = require(${JSON.stringify(FAIR_ACCEPTOR)});
  let accepted = 0;
  const acceptor = new FairAcceptor({ own: () => 0, least: () => Infinity }, () => accepted++);
  acceptor.listen(process.argv.slice(1).map(Number));
  setImmediate(() => {
    require('node:fs').writeSync(1, 'listening\\n');
    require('node:fs').readSync(0, Buffer.alloc(1));
    const turns = [];
    let before = 0;
    const turn = () => {
      if (accepted > before) turns.push(accepted - before);
      before = accepted;
      if (accepted < ${CLIENTS}) return setImmediate(turn);
      require('node:fs').writeSync(1, JSON.stringify(turns) + '\\n');
      process.exit(0);
    };
    setImmediate(turn);
  });
`;

/** Connections per turn of an event loop that was busy while all of them came. */
async function turnsWith(descriptors: number): Promise<number[]> {
  const { handle, port } = await holdPort('127.0.0.1', 0);
  const fds = Array.from({ length: descriptors }, () => handle.fd);
  const numbers = fds.map((_, index) => String(FIRST_FD + index));
  const child = spawn(process.execPath, ['-e', CHILD, ...numbers], { stdio: ['pipe', 'pipe', 'inherit', ...fds] });
  const clients: Socket[] = [];
  try {
    if (child.stdout === null || child.stdin === null) throw new Error('The child has no pipes');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('listening');
    for (let n = 0; n < CLIENTS; n++) clients.push(connect(port, '127.0.0.1'));
    await Promise.all(clients.map((client) => once(client, 'connect')));
    child.stdin.write('.');
    return JSON.parse(String((await lines.next()).value)) as number[];
  } finally {
    child.kill('SIGKILL');
    for (const client of clients) client.destroy();
    handle.close();
  }
}

describe('a busy child', () => {
  it('accepts a connection per turn for each descriptor that it inherits of the port', async () => {
    expect(Math.max(...(await turnsWith(1)))).toBe(1);
    expect(await turnsWith(DESCRIPTORS)).toEqual([DESCRIPTORS, DESCRIPTORS, CLIENTS - 2 * DESCRIPTORS]);
  });
});
