import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { LOOPBACK, readPort } from './ports';
import { SetupError } from './setup-error';

const POLL_MS = 20;

/** The password of the server in `home`, made at the first call and kept there in a private file. */
export function redisPassword(home: string): string {
  const file = join(home, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** A Redis that a killed launcher left on our port and our data is ended in good order before a new one starts. */
export async function stopLeftoverRedis(home: string): Promise<void> {
  const port = readPort(join(home, 'port'));
  if (port === undefined) return;
  const password = redisPassword(home);
  const answers = (): Promise<boolean | undefined> => askRedis(port, password, (redis) => isOurRedis(redis, home));
  if (!(await answers())) return;
  await askRedis(port, password, (redis) => redis.shutdown('NOSAVE'));
  const deadline = Date.now() + 10_000;
  while (await answers()) {
    if (Date.now() > deadline)
      throw new SetupError(`An earlier Redis on port ${String(port)} does not end: end it and start again.`);
    await delay(POLL_MS);
  }
}

/** Whoever answers with this data folder is ours: the password alone could have been copied with the folder. */
export async function isOurRedis(redis: Redis, home: string): Promise<boolean> {
  const [, folder] = (await redis.config('GET', 'dir')) as string[];
  return folder === join(home, 'data');
}

/** One question over a connection of its own; undefined when nobody answered, or not to this password. */
export async function askRedis<T>(
  port: number,
  password: string,
  question: (redis: Redis) => Promise<T>,
): Promise<T | undefined> {
  const redis = new Redis({
    host: LOOPBACK,
    port,
    password,
    lazyConnect: true,
    connectTimeout: 2000,
    commandTimeout: 2000,
    enableOfflineQueue: false,
    maxLoadingRetryTime: POLL_MS,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } catch {
    return undefined;
  } finally {
    redis.disconnect();
  }
}
