import { chmodSync, mkdirSync, mkdtempSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder, removeServerData, serverUser } from './place';
import { freePort, LOOPBACK } from './ports';
import { startPostgres } from './postgres';
import type { EmbeddedServer } from './server';

const checkout = process.cwd();
let root: string;
let folders: string[];
let servers: EmbeddedServer[];

async function start(stateFolder: string, durable = false): Promise<EmbeddedServer> {
  folders.push(stateFolder);
  const server = await startPostgres({ checkout, stateFolder, durable, database: 'linehaul' });
  servers.push(server);
  return server;
}

async function ask(server: EmbeddedServer, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'linehaul-embedded-'));
  chmodSync(root, 0o755);
  folders = [];
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  for (const folder of [...folders, root]) removeServerData(folder);
});

describe('embedded PostgreSQL', () => {
  it('finds its data again on the same port, and leaves nothing running', async () => {
    const first = await start(root);
    await ask(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    await expect(first.exited).resolves.toEqual({ expected: true });

    const second = await start(root);
    expect(second.port).toBe(first.port);
    expect(await ask(second, 'select answer from kept')).toBe(42);
  });

  it('is durable unless told otherwise, never root, and open to the loopback address alone', async () => {
    const [durable, fast] = await Promise.all([start(join(root, 'durable'), true), start(join(root, 'fast'))]);
    expect(await ask(durable, 'show fsync')).toBe('on');
    expect(await ask(fast, 'show fsync')).toBe('off');
    expect(await ask(durable, 'show listen_addresses')).toBe(LOOPBACK);
    expect(await ask(durable, 'show server_encoding')).toBe('UTF8');
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${String(durable.pid)}/status`, 'utf8')).not.toMatch(/^Uid:\t0\t/m);
    }
  });

  it('lets nobody in without the password', async () => {
    const server = await start(root);
    const stranger = Object.assign(new URL(server.url), { password: 'guess' }).href;
    await expect(ask({ ...server, url: stranger }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('ends the server that a killed launcher left on its data', async () => {
    const abandoned = await start(root);
    await ask(abandoned, 'create table kept as select 42 as answer');
    const next = await start(root);
    await expect(abandoned.exited).resolves.toEqual({ expected: false });
    expect(next.pid).not.toBe(abandoned.pid);
    expect(await ask(next, 'select answer from kept')).toBe(42);
  });

  it('is not stopped by a pid file whose number belongs to somebody else now', async () => {
    const first = await start(root);
    await first.stop();
    const data = join(dataFolder(root, 'postgres', serverUser()), 'data');
    writeFileSync(join(data, 'postmaster.pid'), `${String(process.pid)}\n${data}\n`);
    const second = await start(root);
    expect(await ask(second, 'select 1')).toBe(1);
    expect(isAlive(process.pid)).toBe(true);
  });

  it('creates its data folder anew when the first attempt was interrupted', async () => {
    mkdirSync(join(root, 'postgres', 'data.new'), { recursive: true });
    writeFileSync(join(root, 'postgres', 'data.new', 'PG_VERSION'), '17\n');
    const server = await start(root);
    expect(await ask(server, 'select 1')).toBe(1);
  });

  it('takes another port when somebody has the remembered one', async () => {
    const first = await start(root);
    await first.stop();
    const squatter = await listen(first.port);
    try {
      const second = await start(root);
      expect(second.port).not.toBe(first.port);
      expect(await ask(second, 'select 1')).toBe(1);
    } finally {
      squatter.close();
    }
  });

  it('takes another port when somebody is quicker to bind the one that was free a moment ago', async () => {
    const first = await start(root);
    await first.stop();
    const portFile = join(dataFolder(root, 'postgres', serverUser()), 'port');
    const watcher = watch(portFile);
    const squatted = once(watcher, 'change').then(() => listen(first.port));
    const second = await start(root);
    const squatter = await squatted;
    watcher.close();
    try {
      expect(second.port).not.toBe(first.port);
      expect(await ask(second, 'select 1')).toBe(1);
    } finally {
      squatter.close();
    }
  });

  it('serves two folders side by side, even when both remember one port and start at once', async () => {
    const port = await freePort();
    const states = ['one', 'other'].map((name) => join(root, name));
    for (const state of states) {
      writeFileSync(join(dataFolder(state, 'postgres', serverUser()), 'port'), String(port));
    }
    const [one, other] = (await Promise.all(states.map((state) => start(state)))) as [EmbeddedServer, EmbeddedServer];
    expect(other.port).not.toBe(one.port);
    expect(await ask(other, 'show data_directory')).not.toBe(await ask(one, 'show data_directory'));
  });

  it('works below a folder that only its owner may enter', async () => {
    const privateFolder = join(root, 'private');
    mkdirSync(privateFolder, { mode: 0o700 });
    const stateFolder = join(privateFolder, 'state');
    const first = await start(stateFolder);
    await ask(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await ask(await start(stateFolder), 'select answer from kept')).toBe(42);
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}
