import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayment1790000000600 implements MigrationInterface {
  name = 'CreatePayment1790000000600';

  async up(runner: QueryRunner): Promise<void> {
    // Few rows, rewritten with every batch: room on the page keeps each update on it (HOT), and vacuum comes early.
    await runner.query(`
      create table accounts (
        merchant_id uuid not null,
        currency char(3) not null,
        balance_minor bigint not null default 0,
        credit_limit_minor bigint not null default 0,
        version int not null default 1,
        opened_at timestamptz not null,
        constraint accounts_pk primary key (merchant_id),
        constraint accounts_credit_limit_check check (credit_limit_minor >= 0),
        constraint accounts_floor_check check (balance_minor >= -credit_limit_minor)
      ) with (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0)`);
    await runner.query(`
      create table transfers (
        order_id uuid not null,
        debit_account uuid not null,
        credit_account uuid not null,
        amount_minor bigint not null,
        created_at timestamptz not null,
        kind smallint not null,
        currency char(3) not null,
        constraint transfers_pk primary key (order_id, kind),
        constraint transfers_kind_check check (kind in (1, 2, 3, 4)),
        constraint transfers_amount_check check (amount_minor >= 0),
        constraint transfers_sides_check check (debit_account <> credit_account)
      )`);
    // A merchant stands on one side of each transfer, so the two partial indexes hold each row at most once.
    await runner.query(`
      create index transfers_debit_idx on transfers (debit_account, created_at, order_id) where kind = 1`);
    await runner.query(`
      create index transfers_credit_idx on transfers (credit_account, created_at, order_id) where kind in (2, 3)`);
    await runner.query(`
      create table awaiting_funds (
        order_id uuid not null,
        merchant_id uuid not null,
        constraint awaiting_funds_pk primary key (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table awaiting_funds`);
    await runner.query(`drop table transfers`);
    await runner.query(`drop table accounts`);
  }
}
