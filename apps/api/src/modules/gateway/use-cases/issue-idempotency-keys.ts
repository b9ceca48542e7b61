import { randomBytes } from 'node:crypto';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ISSUED_KEY_RANDOM_BYTES, ISSUED_KEY_TTL_S, issueKey } from '../domain/issued-key';
import { KeyRing } from '../tokens/key-ring';

export interface IssuedKeys {
  readonly keys: readonly string[];
  readonly expiresAt: Date;
}

/** Hands out idempotency keys that only this merchant can use. Nothing is stored: the key proves itself. */
@Injectable()
export class IssueIdempotencyKeys {
  constructor(
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(ctx: Context, count: number): IssuedKeys {
    const { merchantId } = ctx;
    if (merchantId === undefined) {
      throw new DomainError('forbidden', 'gateway.merchant_required', 'Idempotency keys are issued to merchants only');
    }
    const nowMs = this.clock.now().getTime();
    const keys = Array.from({ length: count }, () =>
      issueKey(this.ring.issuedKeySecret, merchantId, nowMs, randomBytes(ISSUED_KEY_RANDOM_BYTES)),
    );
    return { keys, expiresAt: new Date(nowMs + ISSUED_KEY_TTL_S * 1000) };
  }
}
