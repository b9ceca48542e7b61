import { KEY_LOCK, type KeyLock } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { RedisLock } from '#lib/redis';
import { Global, Inject, Injectable, Module } from '@nestjs/common';

/** Longer than any command that it is held around; a holder that dies blocks its own key alone. */
const TTL_MS = 5_000;

/** The lock in Redis as `libs/idempotency` asks for it. */
@Injectable()
class RedisKeyLock implements KeyLock {
  constructor(@Inject(RedisLock) private readonly locks: RedisLock) {}

  async acquire(_ctx: Context, name: string, waitMs: number): Promise<{ release(): Promise<void> } | undefined> {
    const lock = await this.locks.acquire(name, { ttlMs: TTL_MS, waitMs });
    return typeof lock === 'string' ? undefined : lock;
  }
}

@Global()
@Module({ providers: [{ provide: KEY_LOCK, useClass: RedisKeyLock }], exports: [KEY_LOCK] })
export class RedisKeyLockModule {}
