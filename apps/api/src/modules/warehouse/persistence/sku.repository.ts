import type { Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { type EntityManager, MoreThan } from 'typeorm';
import type { Sku } from '../domain/resources';
import { SkuEntity } from './sku.entity';
import { rethrowTaken } from './taken';

@Injectable()
export class SkuRepository {
  async insert(tx: Tx, sku: Sku): Promise<void> {
    try {
      await tx.manager.insert(SkuEntity, sku);
    } catch (error) {
      rethrowTaken(error, { skus_pkey: ['warehouse.sku_taken', `There is a SKU ${sku.sku} already`] });
    }
  }

  /** Locks it against other changes. */
  lock(tx: Tx, sku: string): Promise<Sku | null> {
    return tx.manager.findOne(SkuEntity, { where: { sku }, lock: { mode: 'for_no_key_update' } });
  }

  async update(tx: Tx, { sku, name, weightG, version, updatedAt }: Sku): Promise<void> {
    await tx.manager.update(SkuEntity, { sku }, { name, weightG, version, updatedAt });
  }

  find(entities: EntityManager, sku: string): Promise<Sku | null> {
    return entities.findOneBy(SkuEntity, { sku });
  }

  /** By SKU, behind `after`. */
  list(entities: EntityManager, after: string | undefined, limit: number): Promise<Sku[]> {
    const where = after === undefined ? {} : { sku: MoreThan(after) };
    return entities.find(SkuEntity, { where, order: { sku: 'ASC' }, take: limit });
  }
}
