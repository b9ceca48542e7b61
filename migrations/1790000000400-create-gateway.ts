import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may call, and how often. `revision` is the version of the topic (`merchants`, `clients`) that a row was last
 * written under: a process reads the rows above what it has seen instead of all of them.
 */
export class CreateGateway1790000000400 implements MigrationInterface {
  name = 'CreateGateway1790000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table merchants (
        id uuid not null,
        name text not null,
        status text not null default 'active',
        currency text not null,
        credit_limit_minor bigint not null default 0,
        rate_per_s integer,
        burst integer,
        require_issued_keys boolean not null default false,
        revision bigint not null,
        version integer not null default 1,
        created_at timestamptz not null,
        constraint merchants_pkey primary key (id),
        constraint merchants_status_check check (status in ('active', 'suspended')),
        constraint merchants_currency_check check (currency ~ '^[A-Z]{3}$'),
        constraint merchants_credit_limit_check check (credit_limit_minor >= 0),
        constraint merchants_rate_check check ((rate_per_s is null) = (burst is null) and rate_per_s > 0 and burst > 0)
      )`);
    await runner.query(`create index merchants_revision_idx on merchants (revision)`);
    await runner.query(`
      create table clients (
        id uuid not null,
        client_id text not null,
        name text not null,
        role text not null,
        scopes text[] not null default '{}',
        merchant_id uuid,
        courier_id uuid,
        secret_hash text not null,
        previous_secret_hash text,
        previous_expires_at timestamptz,
        status text not null default 'active',
        rate_per_s integer,
        burst integer,
        revision bigint not null,
        version integer not null default 1,
        created_at timestamptz not null,
        constraint clients_pkey primary key (id),
        constraint clients_client_id_key unique (client_id),
        constraint clients_merchant_id_fkey foreign key (merchant_id) references merchants (id),
        constraint clients_role_check check (role in ('merchant', 'courier', 'scanner', 'viewer', 'operator', 'admin')),
        constraint clients_status_check check (status in ('active', 'revoked')),
        constraint clients_merchant_check check ((role = 'merchant') = (merchant_id is not null)),
        constraint clients_courier_check check ((role = 'courier') = (courier_id is not null)),
        constraint clients_previous_check check ((previous_secret_hash is null) = (previous_expires_at is null)),
        constraint clients_rate_check check ((rate_per_s is null) = (burst is null) and rate_per_s > 0 and burst > 0)
      )`);
    await runner.query(`create index clients_revision_idx on clients (revision)`);
    await runner.query(`create index clients_merchant_id_idx on clients (merchant_id, id)`);
    await runner.query(`
      create table signing_keys (
        kid text not null,
        purpose text not null,
        private_jwk jsonb not null,
        public_jwk jsonb,
        created_at timestamptz not null,
        not_after timestamptz,
        constraint signing_keys_pkey primary key (kid),
        constraint signing_keys_purpose_check check (purpose in ('token', 'issued_key')),
        constraint signing_keys_public_check check ((purpose = 'token') = (public_jwk is not null))
      )`);
    await runner.query(
      `create unique index signing_keys_current_key on signing_keys (purpose) where not_after is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table signing_keys`);
    await runner.query(`drop table clients`);
    await runner.query(`drop table merchants`);
  }
}
