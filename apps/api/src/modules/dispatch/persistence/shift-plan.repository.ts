import { Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import { SHIFT_COLUMNS, type Shift } from './shift-row';

/**
 * The shifts that schedules ask for between $1 (now) and $2 (the horizon), of the couriers in $3 or of all (null).
 * Yesterday's pattern counts too: its night shift may still run.
 */
const WANTED = `
  select c.id as courier_id, c.zone_id, c.capacity_parcels, c.capacity_g,
         day + s.start_minute * interval '1 minute' as starts_at, day + s.end_minute * interval '1 minute' as ends_at
    from courier_schedules s
    join couriers c on c.id = s.courier_id and c.active
   cross join generate_series(
           date_trunc('day', $1::timestamptz) - interval '1 day', $2::timestamptz, interval '1 day') as day
   where ($3::uuid[] is null or c.id = any($3))
     and s.weekdays & (1 << (extract(isodow from day)::int - 1)) <> 0
     and day + s.end_minute * interval '1 minute' > $1
     and day + s.start_minute * interval '1 minute' < $2`;

// What overlaps an open shift is left out: a courier is in one place at a time.
const ADD = statement(
  'dispatch.add-scheduled-shifts',
  `with wanted as (${WANTED})
   insert into shifts (courier_id, zone_id, starts_at, ends_at, capacity_parcels, capacity_g, scheduled)
   select courier_id, zone_id, starts_at, ends_at, capacity_parcels, capacity_g, true from wanted w
    where not exists (select from shifts x where x.courier_id = w.courier_id and not x.closed
                         and x.starts_at < w.ends_at and x.ends_at > w.starts_at)
    order by courier_id, starts_at
   on conflict (courier_id, starts_at) do nothing`,
);

const DROP_UNWANTED = statement(
  'dispatch.drop-unwanted-shifts',
  `with wanted as (${WANTED})
   delete from shifts s
    where s.courier_id = any($3) and s.scheduled and s.ends_at > $1 and s.used_parcels = 0
      and not exists (select from wanted w where w.courier_id = s.courier_id and w.zone_id = s.zone_id
                         and w.starts_at = s.starts_at and w.ends_at = s.ends_at
                         and w.capacity_parcels = s.capacity_parcels and w.capacity_g = s.capacity_g)`,
);

// A shift that carries parcels stays with what it carries; it only opens, closes, or changes its end and its room.
const ADJUST_USED = statement(
  'dispatch.adjust-used-shifts',
  `with wanted as (${WANTED})
   update shifts s
      set closed = w.courier_id is null,
          ends_at = coalesce(w.ends_at, s.ends_at),
          capacity_parcels = greatest(coalesce(w.capacity_parcels, s.capacity_parcels), s.used_parcels),
          capacity_g = greatest(coalesce(w.capacity_g, s.capacity_g), s.used_g)
     from shifts k
     left join wanted w on w.courier_id = k.courier_id and w.zone_id = k.zone_id and w.starts_at = k.starts_at
    where k.id = s.id and s.courier_id = any($3) and s.scheduled and s.ends_at > $1 and s.used_parcels > 0`,
);

const ADJUST_SINGLE = statement(
  'dispatch.adjust-single-shifts',
  `update shifts s set closed = not (c.active and c.zone_id = s.zone_id)
     from couriers c
    where c.id = s.courier_id and c.id = any($1::uuid[]) and not s.scheduled and s.ends_at > $2
      and s.closed = (c.active and c.zone_id = s.zone_id)`,
);

const PRUNE = statement(
  'dispatch.prune-shifts',
  `delete from shifts where id in (
     select id from shifts where ends_at < $1 and used_parcels = 0 order by id limit $2 for update skip locked)`,
);

const ROOM_OF_COURIERS = statement(
  'dispatch.read-room-of-couriers',
  `select ${SHIFT_COLUMNS} from shifts
    where courier_id = any($1::uuid[]) and ends_at > $2 and not closed and used_parcels < capacity_parcels`,
);

const ROOM_OF_ZONE = statement(
  'dispatch.read-room-of-zone',
  `select ${SHIFT_COLUMNS} from shifts
    where zone_id = $1 and ends_at > $2 and not closed and used_parcels < capacity_parcels`,
);

const ZONES_OF_COURIERS = statement(
  'dispatch.find-zones-of-shifts',
  `select distinct zone_id from shifts where courier_id = any($1::uuid[]) and ends_at > $2`,
);

const ZONES = statement('dispatch.list-zones', `select distinct zone_id from couriers where active`);

/** Lays schedules out as shifts. Callers hold the lay-out lock; those that change used shifts hold their zones too. */
@Injectable()
export class ShiftPlanRepository {
  /** Adds what schedules ask for and what is missing; a second run adds nothing. Returns how many. */
  async addMissing(tx: Tx, now: Date, horizon: Date, courierIds: readonly string[] | null): Promise<number> {
    return tx.execute(ADD, [now, horizon, courierIds]);
  }

  /** Makes the shifts ahead of these couriers agree with their schedules, zones and capacities as they are now. */
  async adjust(tx: Tx, now: Date, horizon: Date, courierIds: readonly string[]): Promise<void> {
    await tx.execute(DROP_UNWANTED, [now, horizon, courierIds]);
    await tx.execute(ADJUST_USED, [now, horizon, courierIds]);
    await tx.execute(ADJUST_SINGLE, [courierIds, now]);
    await tx.execute(ADD, [now, horizon, courierIds]);
  }

  /** Forgets empty shifts that ended before `before`, at most `limit`. */
  async prune(tx: Tx, before: Date, limit: number): Promise<number> {
    return tx.execute(PRUNE, [before, limit]);
  }

  async roomOfCouriers(db: Queryable, courierIds: readonly string[], now: Date): Promise<Shift[]> {
    return db.query<Shift>(ROOM_OF_COURIERS, [courierIds, now]);
  }

  async roomOfZone(db: Queryable, zoneId: string, now: Date): Promise<Shift[]> {
    return db.query<Shift>(ROOM_OF_ZONE, [zoneId, now]);
  }

  async zonesOfShifts(db: Queryable, courierIds: readonly string[], now: Date): Promise<string[]> {
    const rows = await db.query<{ zone_id: string }>(ZONES_OF_COURIERS, [courierIds, now]);
    return rows.map((row) => row.zone_id);
  }

  /** Zones that have an active courier. */
  async zones(db: Queryable): Promise<string[]> {
    return (await db.query<{ zone_id: string }>(ZONES)).map((row) => row.zone_id);
  }
}
