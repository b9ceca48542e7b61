import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { Availability } from './availability';
import { answerWithin, NO_ANSWER } from './deadline';
import { HeldLock } from './held-lock';
import { run, script } from './script';

const RENEW = script(`
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
return 0`);

const RELEASE = script(`
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0`);

/** Between two attempts to get a held lock: long enough not to press on Redis, with jitter against marching in step. */
const RETRY_MS = 10;
const RETRY_JITTER_MS = 20;

/** A lock that is not granted by then is done without. */
const TIMEOUT_MS = 100;
const TOLERATED_FAILURES = 2;
const PAUSE_MS = 500;

export interface LockOptions {
  /** How long the lock outlives a holder that died; a living one renews it. */
  readonly ttlMs: number;
  /** How long to wait for a lock that somebody else holds; 0 unless said. */
  readonly waitMs?: number;
}

/** Counts what locks go through. `name` is the part of the key before its first colon, so that metrics stay few. */
export interface LockObserver {
  acquired?(name: string): void;
  contended?(name: string): void;
  renewed?(name: string): void;
  lost?(name: string): void;
  unavailable?(name: string): void;
}

/** Injection token for the process's `LockObserver`. */
export const LOCK_OBSERVER = Symbol('LockObserver');

/** `contended`: somebody else holds the lock, and the work was not done. `locked` is false where Redis was away. */
export type LockedResult<T> =
  { readonly outcome: 'done'; readonly value: T; readonly locked: boolean } | { readonly outcome: 'contended' };

/**
 * Locks that save work: two processes seldom do the same thing at once. They never carry correctness; what a lock
 * protects is fenced in PostgreSQL by a version or a unique row, and so work goes on unlocked while Redis is away.
 */
export class RedisLock {
  private readonly availability = new Availability(TOLERATED_FAILURES, PAUSE_MS, () => performance.now());

  constructor(
    private readonly redis: Redis,
    private readonly observer: LockObserver = {},
  ) {}

  /** Takes the lock, for instance `idempotency:<merchant>:<key>`, or says why not. */
  async acquire(key: string, options: LockOptions): Promise<HeldLock | 'contended' | 'unavailable'> {
    const name = nameOf(key);
    const deadlineMs = performance.now() + (options.waitMs ?? 0);
    for (;;) {
      const lock = await this.attempt(key, options.ttlMs);
      if (lock === 'unavailable') {
        this.observer.unavailable?.(name);
        return lock;
      }
      if (lock !== 'contended') {
        this.observer.acquired?.(name);
        return lock;
      }
      if (performance.now() >= deadlineMs) {
        this.observer.contended?.(name);
        return lock;
      }
      await delay(RETRY_MS + Math.random() * RETRY_JITTER_MS);
    }
  }

  /**
   * Does `work` under the lock and gives it back. The signal aborts when the lock is lost on the way: work that can stop
   * should. With Redis away the work is done all the same, under a signal that never aborts.
   */
  async withLock<T>(
    key: string,
    options: LockOptions,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<LockedResult<T>> {
    const lock = await this.acquire(key, options);
    if (lock === 'contended') return { outcome: 'contended' };
    if (lock === 'unavailable') {
      return { outcome: 'done', value: await work(new AbortController().signal), locked: false };
    }
    try {
      return { outcome: 'done', value: await work(lock.signal), locked: true };
    } finally {
      await lock.release();
    }
  }

  private async attempt(key: string, ttlMs: number): Promise<HeldLock | 'contended' | 'unavailable'> {
    if (!this.availability.admits()) return 'unavailable';
    const redisKey = `lock:${key}`;
    const token = randomUUID();
    const release = (): Promise<unknown> => run(this.redis, RELEASE, [redisKey], [token]);
    const sentAtMs = performance.now();
    const call = this.redis.set(redisKey, token, 'PX', ttlMs, 'NX');
    // Granted after the caller has gone on without it: nobody would renew or release it.
    const answer = await answerWithin(call, TIMEOUT_MS, () => void release().catch(() => undefined));
    if (answer === NO_ANSWER) {
      this.availability.failed();
      return 'unavailable';
    }
    this.availability.succeeded();
    if (answer !== 'OK') return 'contended';
    const name = nameOf(key);
    return new HeldLock(key, ttlMs, sentAtMs, {
      renew: async () => (await run(this.redis, RENEW, [redisKey], [token, ttlMs])) === 1,
      release,
      onLost: () => this.observer.lost?.(name),
      onRenewed: () => this.observer.renewed?.(name),
    });
  }
}

function nameOf(key: string): string {
  const colon = key.indexOf(':');
  return colon === -1 ? key : key.slice(0, colon);
}
