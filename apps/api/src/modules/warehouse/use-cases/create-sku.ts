import { bumpVersion, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Sku } from '../domain/resources';
import { SkuRepository } from '../persistence/sku.repository';

/** Makes an article known: from then on orders may name it. */
@Injectable()
export class CreateSku {
  constructor(
    @Inject(SkuRepository) private readonly skus: SkuRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `warehouse.sku_taken` (conflict). */
  async execute(
    _ctx: Context,
    tx: Tx,
    wanted: { readonly sku: string; readonly name: string; readonly weightG: number },
  ): Promise<Sku> {
    const now = this.clock.now();
    const sku = { ...wanted, version: 1, createdAt: now, updatedAt: now };
    await this.skus.insert(tx, sku);
    await bumpVersion(tx, 'catalog');
    return sku;
  }
}
