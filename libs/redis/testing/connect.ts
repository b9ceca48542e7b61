import { FaultProxy, testRedis } from '#lib/testing';
import type { Redis } from 'ioredis';
import { createRedis, type RedisRole } from '../connection';

/** A ready connection to a Redis database of one's own. */
export async function connectedRedis(role: RedisRole = 'command'): Promise<Redis> {
  return ready(createRedis({ ...(await testRedis()), role, onError: () => undefined }));
}

/** The same over a line that can fail. */
export async function redisBehindProxy(role: RedisRole = 'command'): Promise<{ redis: Redis; proxy: FaultProxy }> {
  const { url, prefix } = await testRedis();
  const proxy = await FaultProxy.to(url);
  const redis = await ready(createRedis({ url: proxy.urlOf(url), prefix, role, onError: () => undefined }));
  return { redis, proxy };
}

/** A connection to an address where nothing listens. */
export async function redisAway(): Promise<Redis> {
  const { redis, proxy } = await redisBehindProxy();
  const lost = emitted(redis, 'close');
  await proxy.close();
  await lost;
  return redis;
}

async function ready(redis: Redis): Promise<Redis> {
  if (redis.status !== 'ready') await emitted(redis, 'ready');
  return redis;
}

/** Waits for an event of the connection; unlike `events.once`, it does not care about errors on the way. */
export function emitted(redis: Redis, event: 'ready' | 'close' | 'reconnecting'): Promise<void> {
  return new Promise((resolve) => redis.once(event, () => resolve()));
}
