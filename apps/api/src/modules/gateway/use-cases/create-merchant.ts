import { TransactionalEvents, type Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Merchant } from '../domain/merchant';
import { MerchantCreated } from '../gateway.events';
import { MerchantRepository } from '../persistence/merchant.repository';

export interface NewMerchant {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly creditLimitMinor?: number;
  /** With `burst`, or not at all. */
  readonly ratePerS?: number | null;
  readonly burst?: number | null;
  readonly requireIssuedKeys?: boolean;
}

/** Makes a tenant, and in the same transaction whatever other modules keep for each one. */
@Injectable()
export class CreateMerchant {
  constructor(
    @Inject(MerchantRepository) private readonly merchants: MerchantRepository,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, tx: Tx, input: NewMerchant): Promise<Merchant> {
    const createdAt = this.clock.now();
    const merchant: Merchant = {
      id: uuidv7(createdAt.getTime()),
      name: input.name,
      status: 'active',
      currency: input.currency,
      creditLimitMinor: input.creditLimitMinor ?? 0,
      ratePerS: input.ratePerS ?? null,
      burst: input.burst ?? null,
      requireIssuedKeys: input.requireIssuedKeys ?? false,
      version: 1,
      createdAt,
    };
    await this.merchants.insert(tx, merchant);
    const { id, name, currency, creditLimitMinor } = merchant;
    await this.events.publish(ctx, tx, new MerchantCreated(id, name, currency, creditLimitMinor));
    return merchant;
  }
}
