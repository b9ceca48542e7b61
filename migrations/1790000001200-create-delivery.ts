import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What scanners and couriers report, and the work at the door. */
export class CreateDelivery1790000001200 implements MigrationInterface {
  name = 'CreateDelivery1790000001200';

  async up(runner: QueryRunner): Promise<void> {
    // One row per accepted report: the memory that makes a repeated one change nothing. The facts live in order events.
    await runner.query(`
      create table delivery_reports (
        event_id uuid primary key,
        order_id uuid not null,
        code text not null,
        occurred_at timestamptz not null,
        reporter text not null,
        outcome text not null check (outcome in ('moved', 'recorded')),
        order_status text not null,
        sequence int not null,
        recorded_at timestamptz not null
      )`);
    await runner.query(`
      create table delivery_tasks (
        id uuid primary key,
        order_id uuid not null unique,
        courier_id uuid not null,
        waybill text not null,
        state text not null default 'open' check (state in ('open', 'closed')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        check ((state = 'closed') = (closed_at is not null))
      ) with (fillfactor = 80)`);
    await runner.query(`create index delivery_tasks_courier on delivery_tasks (courier_id, state, id)`);
    await runner.query(`
      create table delivery_proofs (
        order_id uuid primary key,
        event_id uuid not null,
        recipient_name text not null,
        signature_ref text,
        photo_ref text,
        one_time_code text,
        lat double precision,
        lng double precision,
        occurred_at timestamptz not null,
        check ((lat is null) = (lng is null))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table delivery_proofs`);
    await runner.query(`drop table delivery_tasks`);
    await runner.query(`drop table delivery_reports`);
  }
}
