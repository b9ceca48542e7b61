import { Global, Module } from '@nestjs/common';
import { Idempotency } from './idempotency';

/** Global: `Idempotency`. Needs `Database` and `CLOCK`; uses a `KEY_LOCK` where a global module provides one. */
@Global()
@Module({ providers: [Idempotency], exports: [Idempotency] })
export class IdempotencyModule {}
