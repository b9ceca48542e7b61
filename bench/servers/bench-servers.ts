import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeServerData, startPostgres, startRedis, type EmbeddedServer } from '#lib/embedded';
import { Client } from 'pg';
import { migrate } from '#lib/database';
import { MIGRATIONS } from '../../migrations';

/** PostgreSQL and Redis of this run alone. */
export interface BenchServers {
  readonly redisUrl: string;
  readonly stateFolder: string;
  /** A fresh, migrated database on the one PostgreSQL; subjects and yardsticks have one each. */
  database(name: string): Promise<string>;
  /** Where the database of this name is. */
  urlOf(name: string): string;
  /** A copy of a database that nobody is connected to. A large one is copied file by file, past the log. */
  clone(name: string, from: string, size?: 'large'): Promise<string>;
  stop(): Promise<void>;
}

/** Durable: fsync, synchronous commits and full page writes are on, or no figure would mean anything. */
export async function startServers(checkout: string): Promise<BenchServers> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-bench-'));
  chmodSync(stateFolder, 0o711); // the servers' account walks through it
  const running: EmbeddedServer[] = [];
  const killAll = (): void => {
    for (const server of running) server.kill();
    rmSync(stateFolder, { recursive: true, force: true });
  };
  process.once('exit', killAll);
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    process.off('exit', killAll);
    removeServerData(stateFolder);
  };
  try {
    const postgres = await startPostgres({ checkout, stateFolder, durable: true, database: 'bench' });
    running.push(postgres);
    const cacheFolder = join(checkout, '.linehaul', 'cache');
    const redis = await startRedis({ stateFolder, cacheFolder, durable: true, environment: process.env });
    running.push(redis);
    const urlOf = (name: string): string => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
    const clone = async (name: string, from = 'template1', size?: 'large'): Promise<string> => {
      await createDatabase(postgres.url, name, from, size === 'large' ? 'file_copy' : 'wal_log');
      return urlOf(name);
    };
    const database = async (name: string): Promise<string> => {
      const url = await clone(name);
      await migrate({ url, migrations: MIGRATIONS });
      return url;
    };
    return { redisUrl: redis.url, stateFolder, urlOf, database, clone, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createDatabase(url: string, name: string, template: string, strategy: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const [own, from] = [name, template].map((identifier) => client.escapeIdentifier(identifier));
    await client.query(`create database ${own} template ${from} strategy ${strategy}`);
  } finally {
    await client.end();
  }
}
