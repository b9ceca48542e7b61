import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators' lists need, without an index entry more for an order that comes in. */
export class ServeOperators1790000002200 implements MigrationInterface {
  readonly name = 'ServeOperators1790000002200';

  async up(runner: QueryRunner): Promise<void> {
    // By bytes, whatever the database's collation: the one index then finds beginnings of references too.
    await runner.query(`alter table orders alter column reference type text collate "C"`);
    // Orders that no courier has, no stage works on and that wait for nobody's means; their parcels come back or lie at a counter.
    await runner.query(`create table resting_orders (order_id uuid primary key)`);
    await runner.query(`
      insert into resting_orders
      select id from orders where status in ('picked_up', 'in_transit', 'out_for_delivery', 'available_for_pickup', 'return_to_sender')
        and id not in (select order_id from assignments)`);
    await runner.query(`
      create table bulk_actions (
        id uuid primary key,
        action text not null,
        reason text not null,
        actor jsonb not null,
        traceparent text not null,
        total int not null check (total > 0),
        done int not null default 0,
        refused int not null default 0,
        created_at timestamptz not null,
        finished_at timestamptz,
        constraint bulk_actions_counts check (done + refused <= total)
      )`);
    await runner.query(`create index bulk_actions_running on bulk_actions (id) where finished_at is null`);
    await runner.query(`
      create table bulk_action_items (
        action_id uuid not null references bulk_actions (id) on delete cascade,
        position int not null,
        order_id uuid not null,
        status text check (status in ('done', 'refused')),
        problem jsonb,
        primary key (action_id, position),
        constraint bulk_action_items_once unique (action_id, order_id)
      )`);
    // How many orders of a commit reached paid, waybill_created, dispatched, delivered, expired; nothing where none did.
    await runner.query(`alter table event_feed add column reached int[]`);
    await runner.query(`
      create table order_flow (
        at timestamptz primary key,
        received int not null,
        paid int not null,
        waybill_created int not null,
        dispatched int not null,
        delivered int not null,
        expired int not null
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table order_flow_cursor (
        singleton boolean primary key default true check (singleton),
        xid xid8 not null,
        feed_id bigint not null
      ) with (fillfactor = 10)`);
    await runner.query(`
      insert into order_flow_cursor (xid, feed_id)
      select coalesce((select xid from event_feed order by xid desc, id desc limit 1), '0'),
        coalesce((select id from event_feed order by xid desc, id desc limit 1), 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table order_flow_cursor`);
    await runner.query(`drop table order_flow`);
    await runner.query(`alter table event_feed drop column reached`);
    await runner.query(`drop table bulk_action_items`);
    await runner.query(`drop table bulk_actions`);
    await runner.query(`drop table resting_orders`);
    await runner.query(`alter table orders alter column reference type text`);
  }
}
