import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of the console as people want to see them again. */
export class CreateSavedViews1790000002120 implements MigrationInterface {
  name = 'CreateSavedViews1790000002120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saved_views (
        id uuid not null,
        owner text not null,
        resource text not null,
        name text not null,
        filter jsonb not null,
        sort jsonb,
        created_at timestamptz not null,
        constraint saved_views_pkey primary key (id),
        constraint saved_views_name_key unique (owner, resource, name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table saved_views`);
  }
}
