import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Timetables, the trips that come of them, and the seats that orders hold on trips. */
export class CreateTransport1790000001000 implements MigrationInterface {
  name = 'CreateTransport1790000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table timetables (
        id uuid not null,
        link_id int not null,
        departs_minute smallint not null,
        weekdays smallint not null,
        seats int not null,
        active boolean not null default true,
        version int not null default 1,
        constraint timetables_pkey primary key (id),
        constraint timetables_link_id_departs_minute_key unique (link_id, departs_minute),
        constraint timetables_departs_minute_check check (departs_minute between 0 and 1439),
        constraint timetables_weekdays_check check (weekdays between 1 and 127),
        constraint timetables_seats_check check (seats between 1 and 100000)
      )`);
    await runner.query(`
      create table link_schedules (
        link_id int not null,
        planned_until timestamptz not null,
        constraint link_schedules_pkey primary key (link_id)
      )`);
    await this.createTrips(runner);
  }

  /**
   * `used` changes with every batch of orders: half of each page stays free and no index mentions it, so that these
   * updates are HOT.
   */
  private async createTrips(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table trips (
        id bigint generated always as identity,
        timetable_id uuid not null,
        departs_at timestamptz not null,
        arrives_at timestamptz not null,
        link_id int not null,
        seats int not null,
        used int not null default 0,
        constraint trips_pkey primary key (id),
        constraint trips_link_id_departs_at_key unique (link_id, departs_at),
        constraint trips_used_check check (used between 0 and seats)
      ) with (fillfactor = 50)`);
    await runner.query(`create index trips_departs_at_id_idx on trips (departs_at, id)`);
    await runner.query(`
      create table seat_bookings (
        order_id uuid not null,
        trip_ids bigint[] not null,
        constraint seat_bookings_pkey primary key (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table seat_bookings`);
    await runner.query(`drop table trips`);
    await runner.query(`drop table link_schedules`);
    await runner.query(`drop table timetables`);
  }
}
