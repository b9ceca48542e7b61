import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Waybill numbers: one row per order, and the counter from which processes lease blocks of numbers. */
export class CreateWaybill1790000000800 implements MigrationInterface {
  name = 'CreateWaybill1790000000800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table waybills (
        order_id uuid not null,
        number text not null,
        created_at timestamptz not null,
        constraint waybills_pkey primary key (order_id),
        constraint waybills_number_key unique (number)
      )`);
    await runner.query(`
      create table waybill_blocks (
        singleton boolean not null default true,
        next_block bigint not null,
        constraint waybill_blocks_pkey primary key (singleton),
        constraint waybill_blocks_singleton_check check (singleton)
      ) with (fillfactor = 10)`);
    await runner.query(`insert into waybill_blocks (next_block) values (0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table waybill_blocks`);
    await runner.query(`drop table waybills`);
  }
}
