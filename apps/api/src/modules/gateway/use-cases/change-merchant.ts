import { Database, TransactionalEvents, VersionWatch, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Merchant } from '../domain/merchant';
import { MerchantCreditLimitChanged } from '../gateway.events';
import { MerchantRepository } from '../persistence/merchant.repository';

/** What an operator may change; absent members stay as they are. */
export type MerchantChange = Partial<
  Pick<Merchant, 'name' | 'status' | 'creditLimitMinor' | 'ratePerS' | 'burst' | 'requireIssuedKeys'>
>;

@Injectable()
export class ChangeMerchant {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MerchantRepository) private readonly merchants: MerchantRepository,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
  ) {}

  async execute(ctx: Context, id: string, version: number, change: MerchantChange): Promise<Merchant> {
    const changed = await this.database.transaction(ctx, (tx) => this.change(ctx, tx, id, version, change));
    await this.watch.refresh();
    return changed;
  }

  private async change(ctx: Context, tx: Tx, id: string, version: number, change: MerchantChange): Promise<Merchant> {
    const merchant = await this.merchants.lock(tx, id);
    if (merchant === null) throw merchantNotFound(id);
    requireVersion(merchant.version, version);
    const changed: Merchant = { ...merchant, ...change, version: merchant.version + 1 };
    if ((changed.ratePerS === null) !== (changed.burst === null)) {
      throw new DomainError(
        'refused',
        'gateway.incomplete_rate_limit',
        'rate_per_s and burst are set together or not at all',
      );
    }
    await this.merchants.update(tx, changed);
    if (changed.creditLimitMinor !== merchant.creditLimitMinor) {
      await this.events.publish(ctx, tx, new MerchantCreditLimitChanged(id, changed.creditLimitMinor));
    }
    return changed;
  }
}

export function merchantNotFound(id: string): DomainError {
  return new DomainError('not_found', 'gateway.merchant_not_found', `There is no merchant ${id}`);
}
