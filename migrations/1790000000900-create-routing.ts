import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The line-haul network (facilities, links, station zones) and the route plan of each order. */
export class CreateRouting1790000000900 implements MigrationInterface {
  name = 'CreateRouting1790000000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table facilities (
        id uuid not null,
        code text not null,
        kind text not null,
        name text not null,
        lat double precision not null,
        lng double precision not null,
        country text not null,
        active boolean not null default true,
        version int not null default 1,
        constraint facilities_pkey primary key (id),
        constraint facilities_code_key unique (code),
        constraint facilities_kind_check check (kind in ('warehouse', 'hub', 'station')),
        constraint facilities_position_check check (lat between -90 and 90 and lng between -180 and 180)
      )`);
    await runner.query(`
      create table links (
        id int generated always as identity,
        from_facility_id uuid not null,
        to_facility_id uuid not null,
        distance_m int not null,
        duration_s int not null,
        closed boolean not null default false,
        version int not null default 1,
        constraint links_pkey primary key (id),
        constraint links_from_to_key unique (from_facility_id, to_facility_id),
        constraint links_from_facility_id_fkey foreign key (from_facility_id) references facilities (id),
        constraint links_to_facility_id_fkey foreign key (to_facility_id) references facilities (id),
        constraint links_ends_check check (from_facility_id <> to_facility_id),
        constraint links_distance_m_check check (distance_m > 0),
        constraint links_duration_s_check check (duration_s > 0)
      )`);
    await runner.query(`create index links_to_facility_id_idx on links (to_facility_id)`);
    await runner.query(`
      create table zones (
        id uuid not null,
        code text not null,
        name text not null,
        station_id uuid not null,
        country text not null,
        lat double precision not null,
        lng double precision not null,
        radius_m int not null,
        active boolean not null default true,
        version int not null default 1,
        constraint zones_pkey primary key (id),
        constraint zones_code_key unique (code),
        constraint zones_station_id_fkey foreign key (station_id) references facilities (id),
        constraint zones_position_check check (lat between -90 and 90 and lng between -180 and 180),
        constraint zones_radius_m_check check (radius_m between 1 and 500000)
      )`);
    await runner.query(`create index zones_station_id_idx on zones (station_id)`);
    await this.createRoutePlans(runner);
  }

  /** One narrow row per order, found by order alone; facilities and links of an old epoch are named by id, not held. */
  private async createRoutePlans(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table route_plans (
        order_id uuid not null,
        from_facility_id uuid not null,
        station_id uuid not null,
        zone_id uuid not null,
        epoch bigint not null,
        eta_at timestamptz not null,
        distance_m int not null,
        duration_s int not null,
        last_mile_m int not null,
        link_ids int[] not null,
        constraint route_plans_pkey primary key (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table route_plans`);
    await runner.query(`drop table zones`);
    await runner.query(`drop table links`);
    await runner.query(`drop table facilities`);
  }
}
