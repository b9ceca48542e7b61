import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';
import { variable } from './environment.mjs';
import { SetupFailure } from './setup-failure.mjs';

/**
 * PostgreSQL and Redis: those of the environment, else embedded ones with their data in the state folder, which are started
 * again whenever they end unasked. `onGivenUp(name, error)` is called when that is of no use any more.
 */
export async function bringUpServers(stateFolder, onGivenUp) {
  const { CHECKPOINTS, keepRunning, startPostgres, startRedis } = createRequire(join(CHECKOUT, 'dist', 'x.js'))(
    './libs/embedded/index.js',
  );
  const databaseUrl = urlFrom('DATABASE_URL', ['postgres:', 'postgresql:']);
  const redisUrl = urlFrom('REDIS_URL', ['redis:', 'rediss:']);
  const cacheFolder = join(CHECKOUT, '.linehaul', 'cache');
  const postgres = { checkout: CHECKOUT, stateFolder, durable: true, database: 'linehaul', settings: CHECKPOINTS };
  const redis = { stateFolder, cacheFolder, durable: true, environment: process.env };
  const keep = (name, start) =>
    keepRunning(start, {
      onLost: () => console.log(`${name} ended unexpectedly; starting it again …`),
      onBack: (ms) => console.log(`${name} is back after ${(ms / 1000).toFixed(1)} s.`),
      onGivenUp: (error) => onGivenUp(name, error),
    });
  if (!databaseUrl || !redisUrl) console.log('Starting PostgreSQL and Redis …');
  const started = await Promise.allSettled([
    databaseUrl ? undefined : keep('PostgreSQL', (port) => startPostgres({ ...postgres, port })),
    redisUrl ? undefined : keep('Redis', (port) => startRedis({ ...redis, port })),
  ]);
  const embedded = started.map(({ value }) => value);
  const running = embedded.filter((server) => server !== undefined);
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed) {
    await Promise.all(running.map((server) => server.stop()));
    throw failed.reason;
  }
  return {
    databaseUrl: databaseUrl ?? embedded[0].url,
    redisUrl: redisUrl ?? embedded[1].url,
    /** Tells one database from another without its password. */
    database: databaseUrl ? `${new URL(databaseUrl).host}${new URL(databaseUrl).pathname}` : 'embedded',
    embedded: { database: embedded[0] !== undefined, redis: embedded[1] !== undefined },
    /** Resolves when those that are just being started again answer. */
    /** Resolves when those that are just being started again answer. */
    ready: () => Promise.all(running.map((server) => server.ready())),
    stop: () => Promise.all(running.map((server) => server.stop())),
    kill: () => running.forEach((server) => server.kill()),
  };
}

function urlFrom(name, protocols) {
  const value = variable(name);
  if (value === undefined || (URL.canParse(value) && protocols.includes(new URL(value).protocol))) return value;
  throw new SetupFailure(`${name} must be a URL that begins with ${protocols.join('// or ')}//: correct or unset it.`);
}
