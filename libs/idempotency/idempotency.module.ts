import { Global, Module } from '@nestjs/common';
import { Idempotency } from './idempotency';
import { KeyExpiry } from './key-expiry';

/** Global: `Idempotency`. Needs `Database` and `CLOCK`; uses a `KEY_LOCK` where a global module provides one. */
@Global()
@Module({ providers: [Idempotency, KeyExpiry], exports: [Idempotency] })
export class IdempotencyModule {}
