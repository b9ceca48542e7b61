import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdempotency1790000000300 implements MigrationInterface {
  name = 'CreateIdempotency1790000000300';

  async up(runner: QueryRunner): Promise<void> {
    // `json`, not `jsonb`: it keeps the text, so that a replay equals the first answer byte by byte.
    await runner.query(`
      create table idempotency_keys (
        scope uuid not null,
        route text not null,
        key text not null,
        fingerprint bytea not null,
        status smallint,
        resource_id uuid,
        answer json,
        created_at timestamptz not null,
        constraint idempotency_keys_pk primary key (scope, route, key)
      )`);
    // Rows are only appended, so a block range index finds the expired ones at almost no cost to intake.
    await runner.query(`
      create index idempotency_keys_created_at on idempotency_keys using brin (created_at)
        with (pages_per_range = 32, autosummarize = on)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table idempotency_keys`);
  }
}
