import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders and their events. `orders` is updated by every stage, so nothing that changes is indexed and a third of each
 * page is left free: updates then stay heap-only. Insert-only `order_events` is packed full.
 */
export class CreateOrders1790000000500 implements MigrationInterface {
  name = 'CreateOrders1790000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create type order_status as enum (
        'received', 'awaiting_payment', 'paid', 'backordered', 'allocated', 'waybill_created', 'dispatched',
        'picked_up', 'in_transit', 'out_for_delivery', 'delivery_failed', 'available_for_pickup',
        'delivered', 'return_to_sender', 'returned', 'cancelled', 'rejected', 'expired', 'lost')`);
    await runner.query(`
      create type payment_status as enum ('none', 'authorized', 'captured', 'refund_pending', 'refunded', 'failed')`);
    await runner.query(`
      create table orders (
        id uuid primary key,
        merchant_id uuid not null,
        zone_id uuid not null,
        lat float8 not null,
        lng float8 not null,
        amount_minor bigint not null,
        deliver_after timestamptz,
        deliver_before timestamptz,
        version int not null default 1,
        status order_status not null default 'received',
        payment_status payment_status not null default 'none',
        currency char(3) not null,
        reference text not null,
        service_level text not null,
        terms text not null,
        skus text[] not null,
        quantities int[] not null,
        recipient jsonb not null,
        metadata jsonb,
        constraint orders_merchant_reference unique (merchant_id, reference)
      ) with (fillfactor = 70)`);
    await runner.query(`create index orders_merchant_id on orders (merchant_id, id)`);
    await runner.query(`
      create table order_events (
        order_id uuid not null,
        sequence int not null,
        from_status order_status,
        to_status order_status not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        code text not null,
        actor text not null,
        reason_code text,
        cause text,
        data jsonb,
        primary key (order_id, sequence)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table order_events`);
    await runner.query(`drop table orders`);
    await runner.query(`drop type payment_status`);
    await runner.query(`drop type order_status`);
  }
}
