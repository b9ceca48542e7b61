import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What libs/database itself keeps: snapshot versions, work rows, parked orders, the event feed. */
export class CreatePipeline1790000000100 implements MigrationInterface {
  name = 'CreatePipeline1790000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table versions (
        topic text primary key,
        version bigint not null
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table work (
        id uuid primary key,
        stage text not null,
        order_ids uuid[] not null check (cardinality(order_ids) > 0),
        epoch int not null default 0,
        attempts int not null default 0,
        run_after timestamptz not null default now(),
        dispatched_until timestamptz,
        last_error text,
        created_at timestamptz not null default now()
      ) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500)`);
    await runner.query(`create index work_stage_run_after on work (stage, run_after)`);
    await runner.query(`
      create table parked (
        order_id uuid primary key,
        stage text not null,
        reason text not null,
        key text not null,
        since timestamptz not null,
        detail jsonb not null
      )`);
    await runner.query(`create index parked_reason_key on parked (reason, key, order_id)`);
    await runner.query(`
      create table event_feed (
        id bigint generated always as identity,
        xid xid8 not null default pg_current_xact_id(),
        order_ids uuid[] not null,
        first_sequences int[] not null,
        last_sequences int[] not null,
        recorded_at timestamptz not null default now(),
        primary key (xid, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table event_feed`);
    await runner.query(`drop table parked`);
    await runner.query(`drop table work`);
    await runner.query(`drop table versions`);
  }
}
