import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepRunning, type KeptServer } from './kept-server';
import { dataFolder, removeServerData, serverUser } from './place';
import { startPostgres } from './postgres';
import { startRedis } from './redis';
import type { EmbeddedServer } from './server';

const cacheFolder = join(process.cwd(), '.linehaul', 'cache');

/** What a kept server reports, as promises of the next one. */
class Reports {
  private heard: string[] = [];
  private waiting: { kind: string; heard: () => void } | undefined;
  readonly events = {
    onLost: () => this.tell('lost'),
    onBack: () => this.tell('back'),
    onGivenUp: () => this.tell('given up'),
  };

  next(kind: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = { kind, heard: resolve };
      this.match();
    });
  }

  private tell(kind: string): void {
    this.heard.push(kind);
    this.match();
  }

  private match(): void {
    const { waiting } = this;
    if (waiting === undefined || !this.heard.includes(waiting.kind)) return;
    this.heard = this.heard.slice(this.heard.indexOf(waiting.kind) + 1);
    this.waiting = undefined;
    waiting.heard();
  }
}

let root: string;
let kept: KeptServer | undefined;
let reports: Reports;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'linehaul-kept-'));
  chmodSync(root, 0o755);
  reports = new Reports();
});
afterEach(async () => {
  await kept?.stop();
  removeServerData(root);
});

describe('a kept PostgreSQL', () => {
  const start = (port: number | undefined): Promise<EmbeddedServer> =>
    startPostgres({ checkout: process.cwd(), stateFolder: root, durable: true, database: 'test', port });
  const postmaster = (): number => {
    const file = join(dataFolder(root, 'postgres', serverUser()), 'data', 'postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  };

  /** One statement on a connection of its own. */
  async function ask(text: string): Promise<unknown> {
    const client = new Client({ connectionString: kept?.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows[0]?.['answer'];
    } finally {
      await client.end();
    }
  }

  it('comes back on its port with every commit when it is killed, also while a session is at work', async () => {
    kept = await keepRunning(start, reports.events);
    await ask('create table kept as select 42 as answer');
    const busy = ask('select pg_sleep(60)').catch((error: unknown) => error);
    process.kill(postmaster(), 'SIGKILL');
    await reports.next('back');
    expect(await ask('select answer from kept')).toBe(42);
    expect(await busy).toBeInstanceOf(Error);
  });

  it('stays down when it is stopped', async () => {
    kept = await keepRunning(start, reports.events);
    await kept.stop();
    await expect(ask('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a kept Redis', () => {
  it('comes back on its port with its keys when it is killed', async () => {
    const pids: number[] = [];
    kept = await keepRunning(async (port) => {
      const server = await startRedis({
        stateFolder: root,
        cacheFolder,
        durable: true,
        environment: process.env,
        port,
      });
      pids.push(server.pid);
      return server;
    }, reports.events);
    const redis = new Redis(kept.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    await redis.set('kept', '42');
    for (let round = 0; round < 2; round++) {
      process.kill(pids.at(-1) ?? 0, 'SIGKILL');
      await reports.next('back');
      expect(await redis.get('kept')).toBe('42');
    }
    redis.disconnect();
    expect(new Set(pids).size).toBe(3);
  });
});

describe('a kept server that ends again and again', () => {
  it('is given up', async () => {
    let ends: (() => void)[] = [];
    const start = (): Promise<EmbeddedServer> => {
      const exited = new Promise<{ expected: boolean }>((resolve) => ends.push(() => resolve({ expected: false })));
      return Promise.resolve({
        url: 'x',
        port: 1,
        pid: 1,
        exited,
        stop: () => Promise.resolve(),
        kill: () => undefined,
      });
    };
    await keepRunning(start, { ...reports.events, onBack: () => ends.splice(0).forEach((end) => end()) });
    const gaveUp = reports.next('given up');
    ends.splice(0).forEach((end) => end());
    await gaveUp;
    expect(ends).toEqual([]);
    ends = [];
  });
});
