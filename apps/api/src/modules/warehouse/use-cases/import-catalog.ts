import { bumpVersion, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ImportRepository } from '../persistence/import.repository';

export interface NewSku {
  readonly sku: string;
  readonly name: string;
  /** Of one unit, packed. */
  readonly weightG: number;
}

export interface NewWarehouse {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly facilityId: string;
}

/** Many at once, for seeds and imports; what exists already stays as it is. */
@Injectable()
export class ImportCatalog {
  constructor(
    @Inject(ImportRepository) private readonly repository: ImportRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async skus(_ctx: Context, tx: Tx, skus: readonly NewSku[]): Promise<void> {
    await this.repository.insertSkus(tx, skus, this.clock.now());
    await bumpVersion(tx, 'catalog');
  }

  async warehouses(_ctx: Context, tx: Tx, warehouses: readonly NewWarehouse[]): Promise<void> {
    await this.repository.insertWarehouses(tx, warehouses, this.clock.now());
    await bumpVersion(tx, 'catalog');
  }
}
