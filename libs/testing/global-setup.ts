import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeServerData, startPostgres, type EmbeddedServer } from '../embedded/index';
import type { TestProject } from 'vitest/node';
import { migrate } from '../database/migrate';
import { MIGRATIONS } from '../../migrations/index';
import { startOwnRedis } from './own-redis';
import { sweepAbandonedRuns, RUN_PREFIX } from './abandoned-runs';
import type { TestServers } from './servers';

/** Test files clone this database; nobody connects to it, or the clone would be refused. */
const TEMPLATE = 'template_linehaul';

/**
 * Starts PostgreSQL and Redis of this run alone, in a temporary folder, migrates the template and hands the addresses to
 * the workers; the answer takes everything down again. Runs side by side never meet.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const checkout = project.vitest.config.root;
  const stateFolder = mkdtempSync(join(tmpdir(), RUN_PREFIX));
  // The account that runs the servers for root must be able to walk into it; what is inside is private.
  chmodSync(stateFolder, 0o711);
  writeFileSync(join(stateFolder, 'owner'), String(process.pid));
  await sweepAbandonedRuns(checkout);
  const servers: EmbeddedServer[] = [];
  const atExit = (): void => {
    for (const server of servers) server.kill();
  };
  process.once('exit', atExit);
  const teardown = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    process.off('exit', atExit);
    removeServerData(stateFolder);
  };
  try {
    const postgres = await startPostgres({
      checkout,
      stateFolder,
      durable: false,
      database: TEMPLATE,
      settings: { max_connections: '300', autovacuum: 'off', max_wal_size: '4GB' },
    });
    servers.push(postgres);
    const redis = await startOwnRedis(stateFolder, 10_000);
    servers.push(redis);
    await migrate({ url: postgres.url, migrations: MIGRATIONS });
    const testServers: TestServers = { template: TEMPLATE, postgresUrl: postgres.url, redisUrl: redis.url };
    project.provide('testServers', testServers);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
