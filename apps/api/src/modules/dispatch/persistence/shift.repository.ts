import { Inject, Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import type { OpenShift } from '../domain/shift-fit';
import { SHIFT_COLUMNS, type Shift } from './shift-row';
import { ShiftTimes } from './shift-times';

/** Room taken from, or given back to, one shift. */
export interface ShiftDelta {
  readonly shiftId: number;
  readonly parcels: number;
  readonly grams: number;
}

// Four narrow columns: some thousand rows are read per batch, and what never changes comes from memory.
const OPEN = statement(
  'dispatch.read-open-shifts',
  `select id, used_parcels as used, capacity_parcels - used_parcels as free, capacity_g - used_g as "freeG"
     from shifts where zone_id = any($1::uuid[]) and ends_at > $2 and not closed`,
);

const TAKE = statement(
  'dispatch.take-slots',
  `update shifts set used_parcels = used_parcels + delta.parcels, used_g = used_g + delta.grams
     from unnest($1::bigint[], $2::int[], $3::int[]) as delta(id, parcels, grams)
    where shifts.id = delta.id and not shifts.closed`,
);

const LOCK = statement(
  'dispatch.lock-shifts',
  `select count(*) from (select from shifts where id = any($1::bigint[]) order by id for no key update) as locked`,
);

const FREE = statement(
  'dispatch.free-slots',
  `update shifts set used_parcels = used_parcels - delta.parcels, used_g = used_g - delta.grams
     from unnest($1::bigint[], $2::int[], $3::int[]) as delta(id, parcels, grams)
    where shifts.id = delta.id returning ${SHIFT_COLUMNS}`,
);

const INSERT = statement(
  'dispatch.insert-shift',
  `insert into shifts (courier_id, zone_id, starts_at, ends_at, capacity_parcels, capacity_g, scheduled)
   values ($1, $2, $3, $4, $5, $6, false) returning ${SHIFT_COLUMNS}`,
);

const OVERLAPPING = statement(
  'dispatch.find-overlapping-shift',
  `select ${SHIFT_COLUMNS} from shifts
    where courier_id = $1 and starts_at < $3 and ends_at > $2 and (not closed or starts_at = $2) limit 1`,
);

const OF_COURIER = statement(
  'dispatch.list-shifts',
  `select ${SHIFT_COLUMNS} from shifts where courier_id = $1 and starts_at > $2 order by starts_at limit $3`,
);

const FIND = statement('dispatch.find-shifts', `select ${SHIFT_COLUMNS} from shifts where id = any($1::bigint[])`);

// A shift lasts a day at the most, so the index on a courier's starts leads past everything that was.
const OPEN_OF_COURIER = statement(
  'dispatch.open-shifts-of-courier',
  `select ${SHIFT_COLUMNS} from shifts
    where courier_id = $1 and zone_id = $2 and starts_at > $3::timestamptz - interval '24 hours' and ends_at > $3
      and not closed order by starts_at limit $4`,
);

/** Three days are laid out; nobody works more shifts in them. */
const OPEN_AT_MOST = 100;

@Injectable()
export class ShiftRepository {
  constructor(@Inject(ShiftTimes) private readonly times: ShiftTimes) {}

  /** The open shifts of each zone that end after `now`. True until the transaction ends if the zones are locked to assign. */
  async readOpen(tx: Tx, zoneIds: readonly string[], now: Date): Promise<Map<string, OpenShift[]>> {
    const rows = await tx.query<{ id: number; used: number; free: number; freeG: number }>(OPEN, [zoneIds, now]);
    const times = await this.times.of(
      tx,
      rows.map((row) => row.id),
      now,
    );
    const byZone = new Map<string, OpenShift[]>();
    for (const { id, used, free, freeG } of rows) {
      const known = times.get(id);
      if (known === undefined) continue;
      const { zoneId, courierId, startsAtMs, endsAtMs } = known;
      const shift = { id, courierId, startsAtMs, endsAtMs, usedParcels: used, freeParcels: free, freeG };
      const shifts = byZone.get(zoneId);
      if (shifts === undefined) byZone.set(zoneId, [shift]);
      else shifts.push(shift);
    }
    return byZone;
  }

  /** Takes room under the zones' exclusive lock. A CHECK refuses what was never free. */
  take(tx: Tx, deltas: readonly ShiftDelta[]): void {
    tx.send(TAKE, columnsOf(deltas), (taken) => {
      if (taken !== deltas.length) throw new Error(`Took slots of ${taken} shifts instead of ${deltas.length}`);
    });
  }

  /** Gives room back and returns the shifts as they are now. Rows are locked by id first: releases of a zone run side by side. */
  async free(tx: Tx, deltas: readonly ShiftDelta[]): Promise<Shift[]> {
    if (deltas.length > 1) await tx.query(LOCK, [deltas.map((delta) => delta.shiftId)]);
    return tx.query<Shift>(FREE, columnsOf(deltas));
  }

  async insert(tx: Tx, shift: Omit<Shift, 'id' | 'usedParcels' | 'usedG' | 'scheduled' | 'closed'>): Promise<Shift> {
    const { courierId, zoneId, startsAt, endsAt, capacityParcels, capacityG } = shift;
    const [row] = await tx.query<Shift>(INSERT, [courierId, zoneId, startsAt, endsAt, capacityParcels, capacityG]);
    if (row === undefined) throw new Error(`The shift of courier ${courierId} was not inserted`);
    return row;
  }

  async findOverlapping(db: Queryable, courierId: string, startsAt: Date, endsAt: Date): Promise<Shift | undefined> {
    return (await db.query<Shift>(OVERLAPPING, [courierId, startsAt, endsAt]))[0];
  }

  async find(db: Queryable, id: number): Promise<Shift | undefined> {
    return (await db.query<Shift>(FIND, [[id]]))[0];
  }

  /** What a courier can still be given in this zone, by start. True until the transaction ends if the zone is locked to assign. */
  async openOfCourier(db: Queryable, courierId: string, zoneId: string, now: Date): Promise<Shift[]> {
    return db.query<Shift>(OPEN_OF_COURIER, [courierId, zoneId, now, OPEN_AT_MOST]);
  }

  /** A courier's shifts that start after `after`, by start. */
  async list(db: Queryable, courierId: string, after: Date, limit: number): Promise<Shift[]> {
    return db.query<Shift>(OF_COURIER, [courierId, after, limit]);
  }
}

function columnsOf(deltas: readonly ShiftDelta[]): unknown[] {
  return [
    deltas.map((delta) => delta.shiftId),
    deltas.map((delta) => delta.parcels),
    deltas.map((delta) => delta.grams),
  ];
}
