import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mails to recipients: what they say, which are to be sent, how far the event feed has been read for them, and how the mail server does.
 * A mail's row names its order and no address. One row for an order and a status, so that nobody is told the same twice.
 */
export class CreateRecipientMail1790000002000 implements MigrationInterface {
  name = 'CreateRecipientMail1790000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table email_templates (
        id uuid primary key,
        merchant_id uuid not null,
        status text not null,
        language text not null check (language in ('en', 'zh')),
        subject text not null,
        text text not null,
        html text not null,
        active boolean not null,
        active_since timestamptz not null,
        version int not null default 1,
        created_at timestamptz not null,
        constraint email_templates_status unique (merchant_id, status)
      )`);
    await runner.query(`
      create table email_messages (
        id uuid primary key,
        merchant_id uuid not null,
        order_id uuid not null,
        status text not null,
        sequence int not null,
        occurred_at timestamptz not null,
        state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
        attempts int not null default 0,
        due_at timestamptz not null,
        claim uuid,
        claimed_until timestamptz,
        last_fault text,
        settled_at timestamptz,
        created_at timestamptz not null,
        constraint email_messages_status unique (order_id, status),
        check ((claim is null) = (claimed_until is null))
      ) with (fillfactor = 85)`);
    await runner.query(`create index email_messages_due on email_messages (due_at) where state = 'waiting'`);
    await runner.query(`create index email_messages_merchant on email_messages (merchant_id, id)`);
    await runner.query(`
      create table email_feed_cursor (
        singleton boolean primary key default true check (singleton),
        xid xid8 not null default '0',
        feed_id bigint not null default 0,
        following boolean not null default false
      ) with (fillfactor = 50)`);
    await runner.query(`insert into email_feed_cursor default values`);
    await runner.query(`
      create table email_server (
        singleton boolean primary key default true check (singleton),
        failures int not null default 0,
        probes int not null default 0,
        held_until timestamptz
      ) with (fillfactor = 50)`);
    await runner.query(`insert into email_server default values`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['email_server', 'email_feed_cursor', 'email_messages', 'email_templates']) {
      await runner.query(`drop table ${table}`);
    }
  }
}
