import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeldLock, LockLost } from './held-lock';
import { RedisLock, type LockObserver } from './redis-lock';
import { connectedRedis, redisAway, redisBehindProxy } from './testing/connect';

const TTL_MS = 30_000;

let redis: Redis;
beforeAll(async () => (redis = await connectedRedis()));
afterAll(() => redis.disconnect());

async function hold(lock: RedisLock, key: string, ttlMs = TTL_MS): Promise<HeldLock> {
  const held = await lock.acquire(key, { ttlMs });
  if (!(held instanceof HeldLock)) throw new Error(`expected to hold ${key}, but it is ${held}`);
  return held;
}

/** Resolves when the lock has been renewed so often. */
function renewals(count: number): { observer: LockObserver; reached: Promise<void> } {
  let renewed = 0;
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return { observer: { renewed: () => ++renewed === count && reach() }, reached };
}

describe('RedisLock', () => {
  it('is held by one at a time and free after its release', async () => {
    const lock = new RedisLock(redis);
    const held = await hold(lock, 'zone:1');
    expect(await lock.acquire('zone:1', { ttlMs: TTL_MS })).toBe('contended');
    await hold(lock, 'zone:2');
    await held.release();
    await held.release();
    await hold(lock, 'zone:1');
  });

  it('hands the lock to a waiter within its patience', async () => {
    const lock = new RedisLock(redis);
    const held = await hold(lock, 'wait:1');
    const waiter = lock.acquire('wait:1', { ttlMs: TTL_MS, waitMs: 5_000 });
    await held.release();
    expect(await waiter).toBeInstanceOf(HeldLock);
  });

  it('renews itself: it is held long after its first ttl', async () => {
    const { observer, reached } = renewals(6);
    const held = await hold(new RedisLock(redis, observer), 'renewed:1', 300);
    await reached;
    expect(await new RedisLock(redis).acquire('renewed:1', { ttlMs: TTL_MS })).toBe('contended');
    expect(held.signal.aborted).toBe(false);
    await held.release();
  });

  it('notices that another has taken it over, and does not release the other’s lock', async () => {
    const lost: string[] = [];
    const held = await hold(new RedisLock(redis, { lost: (name) => lost.push(name) }), 'taken:1', 300);
    await redis.set('lock:taken:1', 'somebody else');
    await held.lost;
    expect(held.signal.reason).toBeInstanceOf(LockLost);
    expect(lost).toEqual(['taken']);
    await held.release();
    expect(await redis.get('lock:taken:1')).toBe('somebody else');
  });

  it('a loser that releases late does not take the lock from its new holder', async () => {
    const lock = new RedisLock(redis);
    const first = await hold(lock, 'late:1');
    await redis.del('lock:late:1');
    await hold(lock, 'late:1');
    await first.release();
    expect(await lock.acquire('late:1', { ttlMs: TTL_MS })).toBe('contended');
  });

  it('counts by name, not by key', async () => {
    const seen: string[] = [];
    const observer = {
      acquired: (name: string) => seen.push(`acquired ${name}`),
      contended: (name: string) => seen.push(`contended ${name}`),
    };
    const lock = new RedisLock(redis, observer);
    await hold(lock, 'counted:1');
    await lock.acquire('counted:1', { ttlMs: TTL_MS });
    expect(seen).toEqual(['acquired counted', 'contended counted']);
  });
});

describe('withLock', () => {
  it('does the work once, gives the lock back also after a fault', async () => {
    const lock = new RedisLock(redis);
    const inner = await lock.withLock('work:1', { ttlMs: TTL_MS }, () =>
      lock.withLock('work:1', { ttlMs: TTL_MS }, () => Promise.resolve('never')),
    );
    expect(inner).toEqual({ outcome: 'done', locked: true, value: { outcome: 'contended' } });
    const fault = lock.withLock('work:1', { ttlMs: TTL_MS }, () => Promise.reject(new Error('fault')));
    await expect(fault).rejects.toThrow('fault');
    expect(await redis.exists('lock:work:1')).toBe(0);
  });

  it('tells the work that its lock is lost', async () => {
    const outcome = await new RedisLock(redis).withLock('work:2', { ttlMs: 300 }, async (signal) => {
      const aborted = new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
      await redis.del('lock:work:2');
      return aborted;
    });
    expect(outcome).toEqual({ outcome: 'done', locked: true, value: new LockLost('work:2') });
  });
});

describe('without Redis', () => {
  it('does the work all the same, and says that it was not locked', async () => {
    const away = await redisAway();
    const unavailable: string[] = [];
    const lock = new RedisLock(away, { unavailable: (name) => unavailable.push(name) });
    const outcome = await lock.withLock('work:3', { ttlMs: TTL_MS }, (signal) => Promise.resolve(signal.aborted));
    expect(outcome).toEqual({ outcome: 'done', locked: false, value: false });
    expect(unavailable).toEqual(['work']);
    away.disconnect();
  });

  it('does not wait for a Redis that hangs, and frees a lock that was granted too late', async () => {
    const { redis: slow, proxy } = await redisBehindProxy();
    proxy.apply({ kind: 'hold_answers' });
    const startedMs = performance.now();
    expect(await new RedisLock(slow).acquire('slow:1', { ttlMs: TTL_MS })).toBe('unavailable');
    expect(performance.now() - startedMs).toBeLessThan(900);
    proxy.heal();
    const outcome = await new RedisLock(slow).acquire('slow:1', { ttlMs: TTL_MS, waitMs: 5_000 });
    expect(outcome).toBeInstanceOf(HeldLock);
    slow.disconnect();
    await proxy.close();
  });

  it('loses a lock that it cannot renew within the ttl', async () => {
    const { redis: cut, proxy } = await redisBehindProxy();
    const held = await hold(new RedisLock(cut), 'cut:1', 300);
    proxy.apply({ kind: 'hold_answers' });
    await held.lost;
    expect(held.signal.aborted).toBe(true);
    cut.disconnect();
    await proxy.close();
  });
});
