import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { variable } from './environment.mjs';
import { SetupFailure } from './setup-failure.mjs';

/**
 * PostgreSQL and Redis: those of the environment, else embedded ones with their data in the state folder.
 * `onLost(name)` is called when an embedded one ends without being told to.
 */
export async function bringUpServers(stateFolder, onLost) {
  const { startPostgres, startRedis } = createRequire(join(CHECKOUT, 'dist', 'x.js'))('./libs/embedded/index.js');
  const databaseUrl = urlFrom('DATABASE_URL', ['postgres:', 'postgresql:']);
  const redisUrl = urlFrom('REDIS_URL', ['redis:', 'rediss:']);
  const cacheFolder = join(CHECKOUT, '.linehaul', 'cache');
  if (!databaseUrl || !redisUrl) console.log('Starting PostgreSQL and Redis …');
  const started = await Promise.allSettled([
    databaseUrl ? undefined : startPostgres({ checkout: CHECKOUT, stateFolder, durable: true, database: 'linehaul' }),
    redisUrl ? undefined : startRedis({ stateFolder, cacheFolder, durable: true, environment: process.env }),
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
    databaseUrl: databaseUrl ?? embedded[0].url,
    redisUrl: redisUrl ?? embedded[1].url,
    /** Tells one database from another without its password. */
    database: databaseUrl ? `${new URL(databaseUrl).host}${new URL(databaseUrl).pathname}` : 'embedded',
    embedded: { database: embedded[0] !== undefined, redis: embedded[1] !== undefined },
    stop: () => Promise.all(running.map((server) => server.stop())),
    kill: () => running.forEach((server) => server.kill()),
  };
}

function urlFrom(name, protocols) {
  const value = variable(name);
  if (value === undefined || (URL.canParse(value) && protocols.includes(new URL(value).protocol))) return value;
  throw new SetupFailure(`${name} must be a URL that begins with ${protocols.join('// or ')}//: correct or unset it.`);
}
