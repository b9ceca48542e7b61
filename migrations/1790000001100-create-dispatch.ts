import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Couriers, where they are, when they work, and which order each of them carries. */
export class CreateDispatch1790000001100 implements MigrationInterface {
  name = 'CreateDispatch1790000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table couriers (
        id uuid not null,
        zone_id uuid not null,
        name text not null,
        phone text not null,
        vehicle text not null,
        capacity_parcels int not null,
        capacity_g int not null,
        skills text[] not null default '{}',
        active boolean not null default true,
        version int not null default 1,
        created_at timestamptz not null,
        constraint couriers_pkey primary key (id),
        constraint couriers_capacity check (capacity_parcels > 0 and capacity_g > 0)
      )`);
    await runner.query(`create index couriers_zone on couriers (zone_id, id)`);
    // Nothing but the primary key: a position is overwritten every few seconds and must stay a HOT update.
    await runner.query(`
      create table courier_positions (
        courier_id uuid primary key,
        lat double precision not null,
        lng double precision not null,
        recorded_at timestamptz not null
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table courier_schedules (
        courier_id uuid not null references couriers (id) on delete cascade,
        start_minute int not null check (start_minute between 0 and 1439),
        end_minute int not null check (end_minute > start_minute and end_minute <= start_minute + 1440),
        weekdays int not null check (weekdays between 1 and 127),
        primary key (courier_id, start_minute, end_minute)
      )`);
    // No index mentions used_*: taking and freeing a slot is a HOT update.
    await runner.query(`
      create table shifts (
        id bigint generated always as identity primary key,
        courier_id uuid not null,
        zone_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        capacity_parcels int not null,
        capacity_g int not null,
        used_parcels int not null default 0,
        used_g int not null default 0,
        scheduled boolean not null,
        closed boolean not null default false,
        check (ends_at > starts_at),
        constraint shifts_parcels check (used_parcels between 0 and capacity_parcels),
        constraint shifts_grams check (used_g between 0 and capacity_g)
      ) with (fillfactor = 50)`);
    await runner.query(`create unique index shifts_courier_start on shifts (courier_id, starts_at)`);
    await runner.query(`create index shifts_zone on shifts (zone_id, ends_at)`);
    // Courier and zone are the shift's. The index on the shift alone deduplicates well and serves the courier's list.
    await runner.query(`
      create table assignments (
        order_id uuid primary key,
        shift_id bigint not null,
        assigned_at timestamptz not null,
        weight_g int not null,
        explanation jsonb not null
      )`);
    await runner.query(`create index assignments_shift on assignments (shift_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table assignments`);
    await runner.query(`drop table shifts`);
    await runner.query(`drop table courier_schedules`);
    await runner.query(`drop table courier_positions`);
    await runner.query(`drop table couriers`);
  }
}
