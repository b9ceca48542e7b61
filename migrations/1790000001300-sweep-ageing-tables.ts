import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is kept for a time only is found by going through the table, not by an index: the block range index on the keys
 * lost its sense as soon as freed pages were written again, since a range then held the oldest and the newest.
 */
export class SweepAgeingTables1790000001300 implements MigrationInterface {
  name = 'SweepAgeingTables1790000001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index idempotency_keys_created_at`);
    await runner.query(`
      create table event_feed_horizons (
        seen_at timestamptz primary key,
        xid xid8 not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table event_feed_horizons`);
    await runner.query(`
      create index idempotency_keys_created_at on idempotency_keys using brin (created_at)
        with (pages_per_range = 32, autosummarize = on)`);
  }
}
