import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Sku } from '../domain/resources';
import { SkuRepository } from '../persistence/sku.repository';
import { skuNotFound } from './not-found';

@Injectable()
export class ReadSkus {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SkuRepository) private readonly skus: SkuRepository,
  ) {}

  /** Throws `warehouse.sku_not_found`. */
  async one(ctx: Context, sku: string): Promise<Sku> {
    const found = await this.skus.find(this.database.entities(ctx), sku);
    if (found === null) throw skuNotFound(sku);
    return found;
  }

  /** By SKU, behind `after`. */
  page(ctx: Context, after: string | undefined, limit: number): Promise<Sku[]> {
    return this.skus.list(this.database.entities(ctx), after, limit);
  }
}
