import type { MigrationInterface, QueryRunner } from 'typeorm';

/** After a failed attempt another courier may get the parcel; the one before may still report what was until then. */
export class HandTasksOver1790000001500 implements MigrationInterface {
  name = 'HandTasksOver1790000001500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery_tasks add column previous_courier_id uuid, add column handed_over_at timestamptz,
        add constraint delivery_tasks_handed_over check ((previous_courier_id is null) = (handed_over_at is null))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery_tasks drop constraint delivery_tasks_handed_over,
        drop column previous_courier_id, drop column handed_over_at`);
  }
}
