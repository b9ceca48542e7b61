import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The catalog, the warehouses and what they hold. No foreign key leads from a row that every order writes: checking it
 * would share-lock the one warehouse row that all of them name.
 */
export class CreateWarehouse1790000000700 implements MigrationInterface {
  name = 'CreateWarehouse1790000000700';

  async up(runner: QueryRunner): Promise<void> {
    await createCatalog(runner);
    await createStock(runner);
    await createReservations(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of DROPPED) await runner.query(`drop table ${table}`);
  }
}

const DROPPED = [
  'backorder_skus',
  'backorders',
  'reservations',
  'stock_movements',
  'stock',
  'warehouses',
  'skus',
] as const;

async function createCatalog(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table skus (
      sku text not null,
      name text not null,
      weight_g int not null,
      version int not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint skus_pkey primary key (sku),
      constraint skus_weight_g_check check (weight_g > 0)
    )`);
  await runner.query(`
    create table warehouses (
      id uuid not null,
      code text not null,
      name text not null,
      facility_id uuid not null,
      active boolean not null default true,
      opened_at timestamptz not null,
      version int not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint warehouses_pkey primary key (id),
      constraint warehouses_code_key unique (code),
      constraint warehouses_facility_id_key unique (facility_id)
    )`);
}

/** Half-filled pages: every batch updates its stock rows, and an update that finds room on its page (HOT) touches no index. */
async function createStock(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table stock (
      warehouse_id uuid not null,
      sku text not null,
      on_hand int not null,
      reserved int not null default 0,
      constraint stock_pkey primary key (sku, warehouse_id),
      constraint stock_warehouse_id_fkey foreign key (warehouse_id) references warehouses (id),
      constraint stock_sku_fkey foreign key (sku) references skus (sku),
      constraint stock_never_oversold check (reserved >= 0 and on_hand >= reserved)
    ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`);
  await runner.query(`create index stock_warehouse_id_sku on stock (warehouse_id, sku)`);
  await runner.query(`
    create table stock_movements (
      id uuid not null,
      warehouse_id uuid not null,
      sku text not null,
      kind text not null,
      quantity int not null,
      reason text not null,
      actor text not null,
      recorded_at timestamptz not null,
      constraint stock_movements_pkey primary key (id),
      constraint stock_movements_kind_check check (kind in ('receipt', 'adjustment')),
      constraint stock_movements_quantity_check check (quantity <> 0 and (kind = 'adjustment' or quantity > 0))
    )`);
  await runner.query(`create index stock_movements_warehouse_id_id on stock_movements (warehouse_id, id)`);
}

/** One row per order, its lines as arrays: a row and an index entry per line would double what an order writes. */
async function createReservations(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table reservations (
      order_id uuid not null,
      warehouse_id uuid not null,
      state text not null,
      skus text[] not null,
      quantities int[] not null,
      constraint reservations_pkey primary key (order_id),
      constraint reservations_state_check check (state in ('active', 'released', 'shipped')),
      constraint reservations_lines_check check (cardinality(skus) = cardinality(quantities) and cardinality(skus) > 0)
    ) with (fillfactor = 90)`);
  await runner.query(`
    create table backorders (
      order_id uuid not null,
      skus text[] not null,
      quantities int[] not null,
      warehouse_ids uuid[] not null,
      decided_at timestamptz not null,
      awake boolean not null default false,
      constraint backorders_pkey primary key (order_id)
    )`);
  await runner.query(`
    create table backorder_skus (
      sku text not null,
      order_id uuid not null,
      constraint backorder_skus_pkey primary key (sku, order_id)
    )`);
}
