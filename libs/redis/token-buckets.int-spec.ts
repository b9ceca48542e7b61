import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectedRedis, redisAway, redisBehindProxy } from './testing/connect';
import { TokenBuckets } from './token-buckets';

let redis: Redis;
beforeAll(async () => (redis = await connectedRedis()));
afterAll(() => redis.disconnect());

/** Fills so slowly that a test sees nothing of it. */
const STILL = { ratePerS: 0.001, burst: 20 };

async function takeMany(buckets: readonly TokenBuckets[], id: string, policy = STILL, each = 20): Promise<number> {
  const requests = buckets.flatMap((bucket) => Array.from({ length: each }, async () => bucket.tryTake(id, policy)));
  const verdicts = await Promise.all(requests);
  return verdicts.filter((verdict) => verdict.allowed).length;
}

describe('TokenBuckets', () => {
  it('processes share a bucket: together they get the burst and no more', async () => {
    const processes = [1, 2, 3].map(() => new TokenBuckets(redis));
    expect(await takeMany(processes, 'shared')).toBe(20);
  });

  it('clients do not share', async () => {
    const buckets = new TokenBuckets(redis);
    expect([await takeMany([buckets], 'one'), await takeMany([buckets], 'two')]).toEqual([20, 20]);
  });

  it('says how long to wait when empty, and needs no Redis to say so again', async () => {
    const buckets = new TokenBuckets(redis);
    await takeMany([buckets], 'empty', STILL, 21);
    const refused = buckets.tryTake('empty', STILL);
    expect(refused).toEqual({ allowed: false, remaining: 0, resetS: 20_000, retryAfterS: 1_000 });
  });

  it('answers from memory while the slice lasts', async () => {
    const buckets = new TokenBuckets(redis);
    const policy = { ratePerS: 1_000, burst: 1_000 };
    const first = await buckets.tryTake('slice', policy);
    expect(first).toMatchObject({ allowed: true, remaining: 999 });
    const next = Array.from({ length: 99 }, () => buckets.tryTake('slice', policy));
    expect(next.every((verdict) => !(verdict instanceof Promise) && verdict.allowed)).toBe(true);
  });

  it('refills with Redis’s clock at the rate of the policy', async () => {
    const buckets = new TokenBuckets(redis);
    const policy = { ratePerS: 200, burst: 1 };
    let taken = 0;
    const startedMs = performance.now();
    while (taken < 20) if ((await buckets.tryTake('refill', policy)).allowed) taken += 1;
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(90);
  });

  it('puts back what a process drew and did not use', async () => {
    let now = 0;
    const idle = new TokenBuckets(redis, () => now);
    const policy = { ratePerS: 100, burst: 10 };
    await idle.tryTake('idle', policy);
    expect(await redis.hget('bucket:idle', 'tokens')).toBe('0.000000');
    now = 1_000;
    await idle.tryTake('idle', policy);
    const state = await redis.hget('bucket:idle', 'tokens');
    expect(Number(state)).toBeLessThan(1);
    const verdict = await idle.tryTake('idle', policy);
    expect(verdict.remaining).toBeGreaterThanOrEqual(7);
  });

  it('forgets a full bucket', async () => {
    await new TokenBuckets(redis).tryTake('fading', { ratePerS: 100, burst: 10 });
    const ttlMs = await redis.pttl('bucket:fading');
    expect(ttlMs).toBeGreaterThan(0);
    expect(ttlMs).toBeLessThanOrEqual(1_100);
  });

  it('remembers a bounded number of clients', async () => {
    const buckets = new TokenBuckets(redis, undefined, 2);
    for (const id of ['m1', 'm2', 'm3']) await buckets.tryTake(id, { ratePerS: 1_000, burst: 1_000 });
    expect(buckets.tryTake('m3', { ratePerS: 1_000, burst: 1_000 })).not.toBeInstanceOf(Promise);
    expect(buckets.tryTake('m1', { ratePerS: 1_000, burst: 1_000 })).toBeInstanceOf(Promise);
  });
});

describe('TokenBuckets without Redis', () => {
  it('each process limits by itself, to the same burst', async () => {
    const away = await redisAway();
    const processes = [1, 2].map(() => new TokenBuckets(away));
    expect(await takeMany(processes, 'away', STILL, 30)).toBe(40);
    expect(processes[0]?.tryTake('away', STILL)).toMatchObject({ allowed: false, retryAfterS: 1_000 });
    away.disconnect();
  });

  it('a Redis that hangs delays one request a little and no other', async () => {
    const { redis: slow, proxy } = await redisBehindProxy();
    const buckets = new TokenBuckets(slow);
    proxy.apply({ kind: 'hold_answers' });
    const startedMs = performance.now();
    expect(await buckets.tryTake('slow', STILL)).toMatchObject({ allowed: true });
    expect(performance.now() - startedMs).toBeLessThan(900);
    expect(buckets.tryTake('slow', STILL)).toMatchObject({ allowed: true, remaining: 18 });
    slow.disconnect();
    await proxy.close();
  });
});
