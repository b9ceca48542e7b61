import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HeldLock } from './held-lock';
import { RedisLock } from './redis-lock';
import { connectedRedis } from './testing/connect';

/** Long enough that no lock of the test runs out by itself. */
const TTL_MS = 60_000;

interface Model {
  /** Who holds each key, as far as Redis is concerned. */
  readonly holders: Map<string, number>;
}

interface Real {
  readonly redis: Redis;
  readonly lock: RedisLock;
  /** What each actor believes to hold, also after its lock has run out. */
  readonly held: Map<string, HeldLock>;
}

const claim = (actor: number, key: string): string => `${actor} ${key}`;

class Acquire implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly actor: number,
    private readonly key: string,
  ) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const outcome = await real.lock.acquire(this.key, { ttlMs: TTL_MS });
    expect(outcome instanceof HeldLock).toBe(!model.holders.has(this.key));
    if (!(outcome instanceof HeldLock)) return;
    model.holders.set(this.key, this.actor);
    real.held.set(claim(this.actor, this.key), outcome);
  }

  toString = (): string => `acquire(${this.actor}, ${this.key})`;
}

/** Also by an actor whose lock has run out long ago and is somebody else's now. */
class Release implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly actor: number,
    private readonly key: string,
  ) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    await real.held.get(claim(this.actor, this.key))?.release();
    real.held.delete(claim(this.actor, this.key));
    if (model.holders.get(this.key) === this.actor) model.holders.delete(this.key);
    expect(await real.redis.exists(`lock:${this.key}`)).toBe(model.holders.has(this.key) ? 1 : 0);
  }

  toString = (): string => `release(${this.actor}, ${this.key})`;
}

/** The ttl is over, or Redis was emptied, while the holder still believes to hold the lock. */
class RunOut implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly key: string) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    await real.redis.del(`lock:${this.key}`);
    model.holders.delete(this.key);
  }

  toString = (): string => `runOut(${this.key})`;
}

let redis: Redis;
beforeAll(async () => (redis = await connectedRedis()));
afterAll(() => redis.disconnect());

it('a lock has one holder at a time, and nobody but its holder can release it', async () => {
  const actor = fc.integer({ min: 1, max: 3 });
  const key = fc.constantFrom('a', 'b');
  const commands = fc.commands(
    [
      fc.tuple(actor, key).map(([who, what]) => new Acquire(who, what)),
      fc.tuple(actor, key).map(([who, what]) => new Release(who, what)),
      key.map((what) => new RunOut(what)),
    ],
    { maxCommands: 40, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      await redis.flushdb();
      const real: Real = { redis, lock: new RedisLock(redis), held: new Map() };
      await fc.asyncModelRun(() => ({ model: { holders: new Map() }, real }), sequence);
      await Promise.all([...real.held.values()].map((lock) => lock.release()));
    }),
    { numRuns: 60 },
  );
});

it('of actors that want a lock at the same time, exactly one gets it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 20 }), fc.uuid(), async (actors, key) => {
      const lock = new RedisLock(redis);
      const outcomes = await Promise.all(Array.from({ length: actors }, () => lock.acquire(key, { ttlMs: TTL_MS })));
      const winners = outcomes.filter((outcome) => outcome instanceof HeldLock);
      expect(winners).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'contended')).toHaveLength(actors - 1);
      await winners[0]?.release();
      expect(await redis.exists(`lock:${key}`)).toBe(0);
    }),
    { numRuns: 40 },
  );
});
