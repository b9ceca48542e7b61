import { Redis } from 'ioredis';
import { testServers, withPath } from './servers';

/** A logical database of one's own: FLUSHDB on it disturbs nobody. */
export interface TestRedis {
  readonly url: string;
  /** Unique in this run as well, for what puts keys under a prefix. */
  readonly prefix: string;
}

/** Database 0 only counts the ones that were handed out. */
export async function testRedis(): Promise<TestRedis> {
  const redis = new Redis(testServers().redisUrl);
  try {
    const number = await redis.incr('test-databases');
    return { url: withPath(testServers().redisUrl, String(number)), prefix: `test${String(number)}` };
  } finally {
    redis.disconnect();
  }
}
