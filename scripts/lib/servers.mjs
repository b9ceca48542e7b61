import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';

/**
 * PostgreSQL and Redis: those of the environment, else embedded ones with their data in the state folder.
 * `onLost(name)` is called when an embedded one ends without being told to.
 */
export async function bringUpServers(stateFolder, onLost) {
  const { startPostgres, startRedis } = createRequire(join(CHECKOUT, 'dist', 'x.js'))('./libs/embedded/index.js');
  const { DATABASE_URL, REDIS_URL } = process.env;
  const cacheFolder = join(CHECKOUT, '.linehaul', 'cache');
  const started = await Promise.allSettled([
    DATABASE_URL ? undefined : startPostgres({ checkout: CHECKOUT, stateFolder, durable: true, database: 'linehaul' }),
    REDIS_URL ? undefined : startRedis({ stateFolder, cacheFolder, durable: true, environment: process.env }),
  ]);
  const embedded = started.map(({ value }) => value);
  const running = embedded.filter((server) => server !== undefined);
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed) {
    await Promise.all(running.map((server) => server.stop()));
    throw failed.reason;
  }
  ['PostgreSQL', 'Redis'].forEach((name, index) => {
    embedded[index]?.exited.then(({ expected }) => expected || onLost(name));
  });
  return {
    databaseUrl: DATABASE_URL || embedded[0].url,
    redisUrl: REDIS_URL || embedded[1].url,
    embedded: { database: embedded[0] !== undefined, redis: embedded[1] !== undefined },
    stop: () => Promise.all(running.map((server) => server.stop())),
    kill: () => running.forEach((server) => server.kill()),
  };
}
