import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing asks for a skill yet, so a courier's skills only looked as if they mattered. */
export class DropCourierSkills1790000001400 implements MigrationInterface {
  name = 'DropCourierSkills1790000001400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table couriers drop column skills`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table couriers add column skills text[] not null default '{}'`);
  }
}
