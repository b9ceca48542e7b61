import { statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

const INSERT_SKUS = statement(
  'warehouse.insert-skus',
  `insert into skus (sku, name, weight_g, created_at, updated_at)
   select sku, name, weight_g, $4, $4 from unnest($1::text[], $2::text[], $3::int[]) as n (sku, name, weight_g)
   on conflict do nothing`,
);

const INSERT_WAREHOUSES = statement(
  'warehouse.insert-warehouses',
  `insert into warehouses (id, code, name, facility_id, opened_at, created_at, updated_at)
   select id, code, name, facility_id, $5, $5, $5
   from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) as n (id, code, name, facility_id)
   on conflict do nothing`,
);

/** Whole catalogs in one statement each. */
@Injectable()
export class ImportRepository {
  async insertSkus(
    tx: Tx,
    skus: readonly { readonly sku: string; readonly name: string; readonly weightG: number }[],
    now: Date,
  ): Promise<void> {
    await tx.execute(INSERT_SKUS, [
      skus.map(({ sku }) => sku),
      skus.map(({ name }) => name),
      skus.map(({ weightG }) => weightG),
      now,
    ]);
  }

  async insertWarehouses(
    tx: Tx,
    warehouses: readonly {
      readonly id: string;
      readonly code: string;
      readonly name: string;
      readonly facilityId: string;
    }[],
    now: Date,
  ): Promise<void> {
    await tx.execute(INSERT_WAREHOUSES, [
      warehouses.map(({ id }) => id),
      warehouses.map(({ code }) => code),
      warehouses.map(({ name }) => name),
      warehouses.map(({ facilityId }) => facilityId),
      now,
    ]);
  }
}
