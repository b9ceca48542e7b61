import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KeyClaims } from './key-claims';
import { connectedRedis, redisAway, redisBehindProxy } from './testing/connect';

const TTL_MS = 30_000;
/** For a noisy machine: what is under test here is not the 20 ms. */
const PATIENT_MS = 5_000;

let redis: Redis;
let claims: KeyClaims;

beforeAll(async () => {
  redis = await connectedRedis();
  claims = new KeyClaims(redis);
});
afterAll(() => redis.disconnect());

async function contended(keys: string[], token: string): Promise<string[] | 'unavailable'> {
  const outcome = await claims.claimKeys(keys, token, TTL_MS, PATIENT_MS);
  return outcome === 'unavailable' ? outcome : [...outcome.contended];
}

describe('KeyClaims', () => {
  it('claims what is free and names what somebody else holds', async () => {
    expect(await contended(['a', 'b'], 'one')).toEqual([]);
    expect(await contended(['b', 'c', 'a'], 'two')).toEqual(['b', 'a']);
    expect(await contended(['c'], 'one')).toEqual(['c']);
  });

  it('a claim may be repeated with the same token', async () => {
    expect(await contended(['r'], 'one')).toEqual([]);
    expect(await contended(['r'], 'one')).toEqual([]);
  });

  it('releases only what the token holds', async () => {
    await contended(['x', 'y'], 'one');
    await claims.releaseKeys(['x', 'y'], 'two');
    expect(await contended(['x', 'y'], 'two')).toEqual(['x', 'y']);
    await claims.releaseKeys(['x'], 'one');
    expect(await contended(['x', 'y'], 'two')).toEqual(['y']);
  });

  it('a claim ends by itself', async () => {
    await claims.claimKeys(['t'], 'one', TTL_MS, PATIENT_MS);
    expect(await redis.pttl('claim:t')).toBeGreaterThan(TTL_MS - PATIENT_MS);
    await claims.claimKeys(['short'], 'one', 1, PATIENT_MS);
    await vi.waitUntil(async () => (await redis.exists('claim:short')) === 0);
    expect(await contended(['short'], 'two')).toEqual([]);
  });

  it('an empty batch needs no Redis', async () => {
    const away = await redisAway();
    expect(await new KeyClaims(away).claimKeys([], 'one', TTL_MS)).toEqual({ contended: new Set() });
    away.disconnect();
  });

  it('refuses a batch that would hold up Redis', async () => {
    const keys = Array.from({ length: 1_025 }, (_, index) => `k${index}`);
    await expect(claims.claimKeys(keys, 'one', TTL_MS)).rejects.toThrow(RangeError);
  });
});

describe('KeyClaims without Redis', () => {
  it('is unavailable at once where nothing listens, and releasing is harmless', async () => {
    const away = await redisAway();
    const startedMs = performance.now();
    expect(await new KeyClaims(away).claimKeys(['a'], 'one', TTL_MS)).toBe('unavailable');
    await new KeyClaims(away).releaseKeys(['a'], 'one');
    expect(performance.now() - startedMs).toBeLessThan(200);
    away.disconnect();
  });

  it('does not wait for a lost answer, stops asking after three, and frees what it claimed unknowingly', async () => {
    const { redis: slow, proxy } = await redisBehindProxy();
    const slowClaims = new KeyClaims(slow);
    proxy.apply({ kind: 'hold_answers' });
    const startedMs = performance.now();
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await slowClaims.claimKeys([`lost${attempt}`], 'one', TTL_MS)).toBe('unavailable');
    }
    const askedMs = performance.now() - startedMs;
    expect(askedMs).toBeGreaterThanOrEqual(55);
    expect(askedMs).toBeLessThan(1_000);
    const before = performance.now();
    expect(await slowClaims.claimKeys(['skipped'], 'one', TTL_MS)).toBe('unavailable');
    expect(performance.now() - before).toBeLessThan(15);
    proxy.heal();
    await vi.waitUntil(async () => (await slow.exists('claim:lost0', 'claim:lost1', 'claim:lost2')) === 0);
    expect(await slow.exists('claim:skipped')).toBe(0);
    slow.disconnect();
    await proxy.close();
  });
});
