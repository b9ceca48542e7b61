import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { createRedis, type RedisConnectionOptions } from './connection';
import { KeyClaims } from './key-claims';
import { LOCK_OBSERVER, RedisLock, type LockObserver } from './redis-lock';
import { TokenBuckets } from './token-buckets';

/** Injection token for the process's `command` connection (an ioredis `Redis`). */
export const REDIS = Symbol('Redis');

export type RedisModuleOptions = Omit<RedisConnectionOptions, 'role'> & { readonly lockObserver?: LockObserver };

@Injectable()
class RedisLifecycle implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** After every other part has stopped: nothing waits for an answer any more. */
  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

/** Global: `REDIS`, `RedisLock`, `KeyClaims`, `TokenBuckets`. The application starts without waiting for Redis. */
@Global()
@Module({})
export class RedisModule {
  static forRoot(options: RedisModuleOptions): DynamicModule {
    const { url, prefix, onError, lockObserver = {} } = options;
    return {
      module: RedisModule,
      providers: [
        { provide: REDIS, useFactory: () => createRedis({ url, prefix, onError, role: 'command' }) },
        { provide: LOCK_OBSERVER, useValue: lockObserver },
        {
          provide: RedisLock,
          inject: [REDIS, LOCK_OBSERVER],
          useFactory: (redis: Redis, observer: LockObserver) => new RedisLock(redis, observer),
        },
        { provide: KeyClaims, inject: [REDIS], useFactory: (redis: Redis) => new KeyClaims(redis) },
        { provide: TokenBuckets, inject: [REDIS], useFactory: (redis: Redis) => new TokenBuckets(redis) },
        RedisLifecycle,
      ],
      exports: [REDIS, RedisLock, KeyClaims, TokenBuckets],
    };
  }
}
