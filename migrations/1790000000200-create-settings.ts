import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSettings1790000000200 implements MigrationInterface {
  name = 'CreateSettings1790000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table settings_versions (
        version int not null,
        "values" jsonb not null,
        changed_by text not null,
        reason text not null,
        created_at timestamptz not null,
        constraint settings_versions_pkey primary key (version),
        constraint settings_versions_version_check check (version > 0)
      )`);
    await runner.query(`
      insert into settings_versions (version, "values", changed_by, reason, created_at)
      values (1, '{}', 'system:migration', 'Defaults', now())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table settings_versions`);
  }
}
