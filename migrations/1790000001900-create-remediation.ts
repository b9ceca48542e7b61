import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What heals at night: stages that stand still on purpose, what was done about alerts, and the tickets of incidents. */
export class CreateRemediation1790000001900 implements MigrationInterface {
  readonly name = 'CreateRemediation1790000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stage_pauses (
        stage text not null,
        paused_at timestamptz not null default clock_timestamp(),
        paused_by text not null,
        reason text not null,
        constraint stage_pauses_pkey primary key (stage)
      )`);
    await createRuns(runner);
    await runner.query(`
      create table restart_requests (
        instance text not null,
        requested_at timestamptz not null,
        constraint restart_requests_pkey primary key (instance)
      )`);
    await addTickets(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from alert_notifications where kind in ('ticket_open', 'ticket_close')`);
    await runner.query(`delete from alert_channels where kind = 'ticket'`);
    await runner.query(`alter table alert_notifications drop constraint alert_notifications_kind_check`);
    await runner.query(`alter table alert_notifications drop column incident_id,
      add constraint alert_notifications_kind_check check (kind in ('alert', 'test'))`);
    await runner.query(`alter table incidents drop column ticket_id`);
    for (const table of ['restart_requests', 'remediation_runs', 'stage_pauses'] as const) {
      await runner.query(`drop table ${table}`);
    }
  }
}

async function createRuns(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table remediation_runs (
      id uuid not null,
      action text not null,
      params jsonb not null,
      target text not null,
      requested_by text not null,
      rule text,
      reason text not null,
      state text not null,
      before jsonb not null,
      after jsonb,
      error text,
      started_at timestamptz not null,
      verify_at timestamptz not null,
      finished_at timestamptz,
      constraint remediation_runs_pkey primary key (id),
      constraint remediation_runs_state_check check (state in ('planned', 'verifying', 'effective', 'ineffective', 'failed'))
    )`);
  // Two who see the same alert do not both act on it.
  await runner.query(`
    create unique index remediation_runs_under_way on remediation_runs (action, target) where state = 'verifying'`);
  await runner.query(`create index remediation_runs_action on remediation_runs (action, started_at)`);
}

/** A ticket is told like a notification, from the same outbox. */
async function addTickets(runner: QueryRunner): Promise<void> {
  await runner.query(`alter table incidents add column ticket_id text`);
  await runner.query(`alter table alert_notifications drop constraint alert_notifications_kind_check`);
  await runner.query(`
    alter table alert_notifications add column incident_id uuid,
      add constraint alert_notifications_kind_check check (kind in ('alert', 'test', 'ticket_open', 'ticket_close'))`);
  await runner.query(`
    create unique index alert_notifications_tickets on alert_notifications (incident_id, channel_id, kind)
      where incident_id is not null`);
}
