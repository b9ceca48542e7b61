import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeServerData, startPostgres, startRedis, type EmbeddedServer } from '#lib/embedded';
import { Client } from 'pg';
import { migrate } from '../../libs/database/migrate';
import { MIGRATIONS } from '../../migrations';

/** PostgreSQL and Redis of this run alone. */
export interface BenchServers {
  readonly redisUrl: string;
  readonly stateFolder: string;
  /** A fresh, migrated database on the one PostgreSQL; subjects and yardsticks have one each. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Durable: fsync, synchronous commits and full page writes are on, or no figure would mean anything. */
export async function startServers(checkout: string): Promise<BenchServers> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-bench-'));
  const running: EmbeddedServer[] = [];
  const killAll = (): void => running.forEach((server) => server.kill());
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
    const database = (name: string): Promise<string> => createDatabase(postgres.url, name);
    return { redisUrl: redis.url, stateFolder, database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const own = Object.assign(new URL(url), { pathname: `/${name}` }).href;
  await migrate({ url: own, migrations: MIGRATIONS });
  return own;
}
