import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder, removeServerData, serverUser } from './place';
import { freePort, LOOPBACK } from './ports';
import { startRedis } from './redis';
import type { EmbeddedServer } from './server';

const cacheFolder = join(process.cwd(), '.linehaul', 'cache');
let root: string;
let servers: EmbeddedServer[];

async function start(stateFolder: string, durable = false): Promise<EmbeddedServer> {
  const server = await startRedis({ stateFolder, cacheFolder, durable, environment: process.env });
  servers.push(server);
  return server;
}

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'linehaul-embedded-'));
  chmodSync(root, 0o755);
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  removeServerData(root);
});

describe('embedded Redis', () => {
  it('finds its keys again on the same port when it is durable', async () => {
    const first = await start(root, true);
    await ask(first.url, (redis) => redis.set('kept', '42'));
    await first.stop();
    await expect(first.exited).resolves.toEqual({ expected: true });
    const second = await start(root, true);
    expect(second.port).toBe(first.port);
    expect(await ask(second.url, (redis) => redis.get('kept'))).toBe('42');
  });

  it('never evicts a key, and listens on the loopback address with a password', async () => {
    const server = await start(root);
    expect(await ask(server.url, (redis) => redis.config('GET', 'maxmemory-policy'))).toContain('noeviction');
    expect(await ask(server.url, (redis) => redis.config('GET', 'bind'))).toContain(LOOPBACK);
    const anonymous = Object.assign(new URL(server.url), { password: '' }).href;
    await expect(ask(anonymous, (redis) => redis.get('kept'))).rejects.toThrow(/NOAUTH/);
  });

  it('ends the server that a killed launcher left on its data, and keeps its keys', async () => {
    const abandoned = await start(root, true);
    await ask(abandoned.url, (redis) => redis.set('kept', '42'));
    const next = await start(root, true);
    await expect(abandoned.exited).resolves.toEqual({ expected: false });
    expect(await ask(next.url, (redis) => redis.get('kept'))).toBe('42');
  });

  it('serves two folders side by side, even when both remember one port and start at once', async () => {
    const port = await freePort();
    const states = ['one', 'other'].map((name) => join(root, name));
    for (const state of states) writeFileSync(join(dataFolder(state, 'redis', serverUser()), 'port'), String(port));
    const [one, other] = (await Promise.all(states.map((state) => start(state)))) as [EmbeddedServer, EmbeddedServer];
    expect(other.port).not.toBe(one.port);
    await ask(one.url, (redis) => redis.set('kept', '42'));
    expect(await ask(other.url, (redis) => redis.get('kept'))).toBeNull();
  });

  it('takes another port when somebody has the remembered one', async () => {
    const first = await start(root);
    await first.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(first.port, LOOPBACK, resolve));
    try {
      expect((await start(root)).port).not.toBe(first.port);
    } finally {
      squatter.close();
    }
  });
});
