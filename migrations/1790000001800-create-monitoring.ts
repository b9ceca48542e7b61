import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What monitoring keeps: who is there, who evaluates, what is wrong, who was told. All of it is small. */
export class CreateMonitoring1790000001800 implements MigrationInterface {
  readonly name = 'CreateMonitoring1790000001800';

  async up(runner: QueryRunner): Promise<void> {
    await createFleet(runner);
    await createAlerts(runner);
    await createNotifications(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of DROPPED) await runner.query(`drop table ${table}`);
  }
}

const DROPPED = [
  'alert_notifications',
  'alert_channels',
  'alert_groups',
  'alert_silences',
  'incidents',
  'alerts',
  'invariant_checks',
  'monitor_processes',
  'monitor_lease',
] as const;

/** Rows that are rewritten every second: room on the page keeps each update on it (HOT). */
async function createFleet(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table monitor_lease (
      singleton boolean not null default true,
      holder text not null,
      until_at timestamptz not null,
      constraint monitor_lease_pkey primary key (singleton),
      constraint monitor_lease_singleton_check check (singleton)
    ) with (fillfactor = 10, autovacuum_vacuum_threshold = 500)`);
  await runner.query(`insert into monitor_lease (holder, until_at) values ('', now())`);
  await runner.query(`
    create table monitor_processes (
      process text not null,
      instance text not null,
      samples jsonb not null,
      started_at timestamptz not null,
      reported_at timestamptz not null,
      constraint monitor_processes_pkey primary key (process)
    ) with (fillfactor = 20, autovacuum_vacuum_threshold = 500)`);
  await runner.query(`
    create table invariant_checks (
      name text not null,
      violations int not null,
      examples text[] not null,
      checked_at timestamptz not null,
      took_ms int not null,
      checked_until uuid,
      notes jsonb,
      looked_at timestamptz not null,
      constraint invariant_checks_pkey primary key (name)
    )`);
}

async function createAlerts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table alerts (
      key text not null,
      rule text not null,
      source text not null,
      series_key text not null,
      labels jsonb not null,
      state text not null,
      summary text not null,
      value float8 not null,
      threshold float8 not null,
      since timestamptz not null,
      fired_at timestamptz,
      resolved_at timestamptz,
      ended_by text,
      told boolean not null default false,
      hidden_by text,
      constraint alerts_pkey primary key (key),
      constraint alerts_source_check check (source in ('linehaul', 'alertmanager')),
      constraint alerts_state_check check (state in ('pending', 'firing', 'resolved'))
    )`);
  await runner.query(`
    create table incidents (
      id uuid not null,
      group_key text not null,
      rule text not null,
      severity text not null,
      summary text not null,
      evidence jsonb not null,
      opened_at timestamptz not null,
      acknowledged_at timestamptz,
      acknowledged_by text,
      note text,
      closed_at timestamptz,
      ended jsonb,
      version int not null default 1,
      constraint incidents_pkey primary key (id)
    )`);
  await runner.query(`create unique index incidents_open on incidents (group_key) where closed_at is null`);
  await runner.query(`
    create table alert_silences (
      id uuid not null,
      matchers jsonb not null,
      reason text not null,
      created_by text not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      version int not null default 1,
      constraint alert_silences_pkey primary key (id),
      constraint alert_silences_span_check check (ends_at >= starts_at)
    )`);
  await runner.query(`create index alert_silences_ends_at on alert_silences (ends_at)`);
}

async function createNotifications(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table alert_groups (
      key text not null,
      told_at timestamptz not null,
      constraint alert_groups_pkey primary key (key)
    )`);
  await runner.query(`
    create table alert_channels (
      id uuid not null,
      name text not null,
      kind text not null,
      target jsonb not null,
      secret text,
      topics text[] not null,
      least_severity text not null,
      active boolean not null default true,
      version int not null default 1,
      created_at timestamptz not null,
      constraint alert_channels_pkey primary key (id),
      constraint alert_channels_name_key unique (name)
    )`);
  await runner.query(`
    create table alert_notifications (
      id uuid not null,
      channel_id uuid not null references alert_channels (id) on delete cascade,
      group_key text not null,
      kind text not null,
      alerts jsonb not null,
      state text not null default 'pending',
      attempts int not null default 0,
      due_at timestamptz not null,
      last_error text,
      created_at timestamptz not null,
      finished_at timestamptz,
      constraint alert_notifications_pkey primary key (id),
      constraint alert_notifications_kind_check check (kind in ('alert', 'test')),
      constraint alert_notifications_state_check check (state in ('pending', 'sent', 'dead'))
    )`);
  // What nobody has begun to send takes up what happens to its group meanwhile.
  await runner.query(`
    create unique index alert_notifications_unsent on alert_notifications (channel_id, group_key)
      where state = 'pending' and attempts = 0 and kind = 'alert'`);
  await runner.query(`create index alert_notifications_due on alert_notifications (due_at) where state = 'pending'`);
}
