import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People who log in to the console, and their sessions. `revision` is the version of the topic (`users`, `sessions`) under which a
 * row was last written for other processes to read: of a session that is its end.
 */
export class CreateUsers1790000002100 implements MigrationInterface {
  name = 'CreateUsers1790000002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        id uuid not null,
        username text not null,
        display_name text not null,
        role text not null,
        locale text not null,
        active boolean not null default true,
        password_hash text not null,
        revision bigint not null,
        version integer not null default 1,
        created_at timestamptz not null,
        constraint users_pkey primary key (id),
        constraint users_username_key unique (username),
        constraint users_username_check check (username = lower(username)),
        constraint users_role_check check (role in ('viewer', 'operator', 'admin')),
        constraint users_locale_check check (locale in ('en', 'zh'))
      )`);
    await runner.query(`create index users_revision_idx on users (revision)`);
    await runner.query(`
      create table sessions (
        id uuid not null,
        user_id uuid not null,
        family_hash text not null,
        token_hash text not null,
        previous_hash text,
        salt text,
        rotated_at timestamptz not null,
        idle_until timestamptz not null,
        lasts_until timestamptz not null,
        ended_at timestamptz,
        ended_by text,
        address text not null,
        revision bigint,
        created_at timestamptz not null,
        constraint sessions_pkey primary key (id),
        constraint sessions_user_id_fkey foreign key (user_id) references users (id),
        constraint sessions_rotated_check check ((previous_hash is null) = (salt is null)),
        constraint sessions_ended_check check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (revision is null))
      )`);
    await runner.query(`create index sessions_user_id_idx on sessions (user_id, created_at)`);
    await runner.query(`create index sessions_revision_idx on sessions (revision) where revision is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table sessions`);
    await runner.query(`drop table users`);
  }
}
