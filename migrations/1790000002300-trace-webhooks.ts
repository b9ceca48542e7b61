import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which trace a message belongs: that of the request that caused its event, or that placed its order. */
export class TraceWebhooks1790000002300 implements MigrationInterface {
  name = 'TraceWebhooks1790000002300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table webhook_messages add column trace text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table webhook_messages drop column trace`);
  }
}
