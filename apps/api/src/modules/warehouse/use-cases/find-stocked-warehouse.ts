import { Database, statement } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Line } from '../domain/free-stock';

const STOCKED = statement(
  'warehouse.find-stocked',
  `with wanted as (
     select sku, sum(quantity) as quantity from unnest($2::text[], $3::int[]) as line(sku, quantity) group by sku
   )
   select near.id from unnest($1::uuid[]) with ordinality as near(id, rank)
   where not exists (
     select from wanted left join stock s on s.sku = wanted.sku and s.warehouse_id = near.id
     where coalesce(s.on_hand - s.reserved, 0) < wanted.quantity
   )
   order by near.rank limit 1`,
);

/** Asks without locking: what it answers may be gone a moment later. */
@Injectable()
export class FindStockedWarehouse {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The first of `warehouseIds` that has all lines free now; undefined when none has. */
  async execute(ctx: Context, warehouseIds: readonly string[], lines: readonly Line[]): Promise<string | undefined> {
    const db = this.database.statements(ctx);
    const [row] = await db.query<{ id: string }>(STOCKED, [
      warehouseIds,
      lines.map((line) => line.sku),
      lines.map((line) => line.quantity),
    ]);
    return row?.id;
  }
}
