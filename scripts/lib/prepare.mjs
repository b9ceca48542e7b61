// A child of the launcher: brings the database up to date and, when asked, fills an empty one with the demo. In a process
// of its own, so that the launcher stays small. Answers over the channel: { migrated, demo } or { failure }.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHECKOUT } from './checkout.mjs';

const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'];

/** Redis is only asked whether it is there, so that a wrong address is one sentence and not a log to read. */
async function checkRedis(require, redisUrl) {
  const { Redis } = require('ioredis');
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 5000, retryStrategy: () => null });
  let fault;
  redis.on('error', (error) => (fault = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    const { host } = new URL(redisUrl);
    const reason = (fault ?? error).code ?? (fault ?? error).message;
    const advice = `No Redis answers at ${host} (${reason}): start it, correct REDIS_URL, or unset it to use the embedded one.`;
    throw Object.assign(new Error(advice), { advice });
  } finally {
    redis.disconnect();
  }
}

async function prepare({ databaseUrl, redisUrl, stateFolder, demo, seeded }) {
  const require = createRequire(join(CHECKOUT, 'dist', 'prepare.js'));
  if (redisUrl !== undefined) await checkRedis(require, redisUrl);
  const { migrate } = require('./libs/database/migrate.js');
  const { MIGRATIONS } = require('./migrations/index.js');
  const migrated = await migrate({ url: databaseUrl, migrations: MIGRATIONS });
  // A schema that needed nothing and known secrets: seeded before, and half of the application stays unloaded.
  if (!demo || (migrated.length === 0 && seeded)) return { migrated };
  const { seedDemo } = require('./apps/api/src/demo/seed.js');
  return { migrated, demo: await seedDemo({ databaseUrl, redisUrl, stateFolder }) };
}

/** A sentence for what the person can put right; undefined for a fault of ours. */
function adviceOn(error, { databaseUrl }) {
  const { host, pathname } = new URL(databaseUrl);
  const code = error?.code ?? error?.cause?.code;
  if (UNREACHABLE.includes(code)) {
    return `No PostgreSQL answers at ${host} (${code}): start it, correct DATABASE_URL, or unset it to use the embedded one.`;
  }
  if (code === '28P01' || code === '28000')
    return `PostgreSQL at ${host} refuses the account in DATABASE_URL: correct it.`;
  if (code === '3D000') return `PostgreSQL at ${host} has no database "${pathname.slice(1)}": create it with createdb.`;
  if (code === '42501')
    return `The account in DATABASE_URL may not create tables at ${host}: grant it CREATE on the database.`;
  return undefined;
}

process.once('message', async (order) => {
  try {
    process.send(await prepare(order), () => process.exit(0));
  } catch (error) {
    const failure = { advice: error?.advice ?? adviceOn(error, order), stack: error?.stack ?? String(error) };
    process.send({ failure }, () => process.exit(1));
  }
});
