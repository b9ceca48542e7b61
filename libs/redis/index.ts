/**
 * Redis: connections, locks and rate limits. Redis is disposable: emptied or cut off at any moment, nothing is lost.
 *
 * Invariants: every caller goes on without it, within milliseconds; a lock saves work and never carries correctness;
 * a command connection never queues and never sends a command twice.
 */
export { createRedis } from './connection';
export type { RedisConnectionOptions, RedisRole } from './connection';
export type { HeldLock } from './held-lock';
export { KeyClaims } from './key-claims';
export type { ClaimOutcome } from './key-claims';
export { RedisLock } from './redis-lock';
export type { LockedResult, LockObserver, LockOptions } from './redis-lock';
export { REDIS, RedisModule } from './redis.module';
export type { RedisModuleOptions } from './redis.module';
export type { RatePolicy, RateVerdict } from './token-bucket';
export { TokenBuckets } from './token-buckets';
