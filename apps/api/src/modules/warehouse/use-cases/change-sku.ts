import { bumpVersion, Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Sku } from '../domain/resources';
import { SkuRepository } from '../persistence/sku.repository';
import { skuNotFound } from './not-found';

/** What stays undefined is left as it is. */
export interface SkuChange {
  readonly name?: string | undefined;
  readonly weightG?: number | undefined;
}

/** Renames an article or corrects its weight; orders placed before keep the weight that they were placed with. */
@Injectable()
export class ChangeSku {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SkuRepository) private readonly skus: SkuRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `warehouse.sku_not_found`, and stale when it has another version than `expected`. */
  async execute(ctx: Context, sku: string, expected: number, change: SkuChange): Promise<Sku> {
    return this.database.transaction(ctx, async (tx) => {
      const before = await this.skus.lock(tx, sku);
      if (before === null) throw skuNotFound(sku);
      requireVersion(before.version, expected);
      const after = {
        ...before,
        name: change.name ?? before.name,
        weightG: change.weightG ?? before.weightG,
        version: before.version + 1,
        updatedAt: this.clock.now(),
      };
      await this.skus.update(tx, after);
      await bumpVersion(tx, 'catalog');
      return after;
    });
  }
}
