import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Webhooks: who is told, what is still to be told, and how far the event feed has been read.
 *
 * A stream is what one endpoint still has to hear of one order. It exists while there is something, and is what senders
 * claim: so a message is never sent before the one in front of it, however many processes send. No foreign keys: they would
 * lock the endpoint's row for each message that is written.
 */
export class CreateNotification1790000001700 implements MigrationInterface {
  name = 'CreateNotification1790000001700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook_endpoints (
        id uuid primary key,
        merchant_id uuid not null,
        url text not null,
        description text not null default '',
        event_types text[],
        status text not null default 'active' check (status in ('active', 'disabled', 'deleted')),
        disabled_because text check (disabled_because in ('request', 'gone')),
        secret text not null,
        previous_secret text,
        previous_until timestamptz,
        version int not null default 1,
        failures int not null default 0,
        probes int not null default 0,
        held_until timestamptz,
        created_at timestamptz not null,
        check ((status = 'disabled') = (disabled_because is not null)),
        check ((previous_secret is null) = (previous_until is null))
      ) with (fillfactor = 80)`);
    await runner.query(`create index webhook_endpoints_merchant on webhook_endpoints (merchant_id, id)`);
    await runner.query(`
      create table webhook_messages (
        id uuid not null,
        endpoint_id uuid not null,
        stream_id uuid not null,
        sequence int not null,
        type text not null,
        body text not null,
        state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
        attempts int not null default 0,
        last_attempt_at timestamptz,
        last_status int,
        last_error text,
        last_duration_ms int,
        next_attempt_at timestamptz,
        created_at timestamptz not null,
        primary key (endpoint_id, id),
        constraint webhook_messages_order unique (endpoint_id, stream_id, sequence)
      ) with (fillfactor = 85)`);
    await runner.query(`
      create table webhook_streams (
        endpoint_id uuid not null,
        stream_id uuid not null,
        pending int not null check (pending >= 0),
        due_at timestamptz not null,
        claim uuid,
        claimed_until timestamptz,
        primary key (endpoint_id, stream_id),
        check ((claim is null) = (claimed_until is null))
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500)`);
    await runner.query(`create index webhook_streams_due on webhook_streams (endpoint_id, due_at)`);
    await runner.query(`
      create index webhook_streams_claimed on webhook_streams (endpoint_id) where claimed_until is not null`);
    await runner.query(`
      create table webhook_feed_cursor (
        singleton boolean primary key default true check (singleton),
        xid xid8 not null,
        feed_id bigint not null
      ) with (fillfactor = 50)`);
    // What happened before there were webhooks is not told.
    await runner.query(`
      insert into webhook_feed_cursor (xid, feed_id)
      select xid, id from event_feed union all select '0'::xid8, 0 order by 1 desc, 2 desc limit 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table webhook_feed_cursor`);
    await runner.query(`drop table webhook_streams`);
    await runner.query(`drop table webhook_messages`);
    await runner.query(`drop table webhook_endpoints`);
  }
}
