import { Injectable } from '@nestjs/common';
import { type Queryable, statement, type Tx } from '#lib/database';
import type { Departure } from '../domain/departure';

/** A stretch of time in which a link's departures are to exist. */
export interface PlanRange {
  readonly linkId: number;
  readonly durationS: number;
  /** Departures after this instant … */
  readonly after: Date;
  /** … up to and including this one. */
  readonly until: Date;
}

const MATERIALISE = statement(
  'transport.materialise-trips',
  `insert into trips (link_id, timetable_id, departs_at, arrives_at, seats)
   select r.link_id, t.id, d.departs_at, d.departs_at + make_interval(secs => r.duration_s), t.seats
   from unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[]) as r (link_id, duration_s, after, until)
   join timetables t on t.link_id = r.link_id and t.active
   cross join lateral (
     select day + make_interval(mins => t.departs_minute) as departs_at
     from generate_series(date_trunc('day', r.after, 'UTC'), r.until, interval '1 day') as day
     where (t.weekdays >> (extract(isodow from day at time zone 'UTC')::int - 1)) & 1 = 1
   ) d
   where d.departs_at > r.after and d.departs_at <= r.until
   order by r.link_id, d.departs_at
   on conflict (link_id, departs_at) do update set seats = excluded.seats
     where trips.timetable_id = excluded.timetable_id and trips.seats < excluded.seats`,
);

const LOAD = statement(
  'transport.load-departures',
  `select link_id as "linkId",
          json_agg(json_build_array(id, floor(extract(epoch from departs_at) * 1000),
                                    floor(extract(epoch from arrives_at) * 1000)) order by departs_at) as trips
   from trips where departs_at >= $1 group by link_id`,
);

const LOAD_LINKS = statement(
  'transport.load-link-departures',
  `select t.id as "tripId", t.link_id as "linkId", extract(epoch from t.departs_at)::float8 * 1000 as "departsMs",
          extract(epoch from t.arrives_at)::float8 * 1000 as "arrivesMs", t.seats - t.used as free
   from unnest($1::int[]) as l (link_id)
   join trips t on t.link_id = l.link_id and t.departs_at between $2 and $3
   order by t.link_id, t.departs_at`,
);

const FREE = statement(
  'transport.free-seats',
  `select id as "tripId", seats - used as free from trips where id = any($1::bigint[])`,
);

const TAKE = statement(
  'transport.take-seats',
  `update trips t set used = t.used + d.taken
   from unnest($1::bigint[], $2::int[], $3::int[]) as d (id, taken, free)
   where t.id = d.id and t.seats - t.used = d.free`,
);

const GIVE_BACK = statement(
  'transport.give-back-seats',
  `update trips t set used = t.used - d.freed from unnest($1::bigint[], $2::int[]) as d (id, freed) where t.id = d.id`,
);

const FUTURE_FREE = statement(
  'transport.future-free-seats',
  `select link_id as "linkId", sum(seats - used)::int as free
   from trips where link_id = any($1::int[]) and departs_at >= $2 and used < seats group by link_id`,
);

const WITHDRAW = statement(
  'transport.withdraw-trips',
  `delete from trips where link_id = $1 and timetable_id = $2 and departs_at > $3 and used = 0`,
);

const FREEZE = statement(
  'transport.freeze-trips',
  `update trips set seats = used
   where link_id = $1 and timetable_id = $2 and departs_at > $3 and used > 0 and used < seats`,
);

const HAS_FUTURE = statement(
  'transport.has-future-trips',
  `select 1 as found from trips where link_id = $1 and departs_at > $2 limit 1`,
);

/** Rows of `trips`. Whoever writes holds the link's row of `link_schedules`. */
@Injectable()
export class TripRepository {
  /**
   * Makes the trips of the ranges that do not exist yet, and gives those that do and have fewer seats the seats of their
   * timetable; answers how many were written.
   */
  async materialise(tx: Tx, ranges: readonly PlanRange[]): Promise<number> {
    return tx.execute(MATERIALISE, [
      ranges.map((range) => range.linkId),
      ranges.map((range) => range.durationS),
      ranges.map((range) => range.after),
      ranges.map((range) => range.until),
    ]);
  }

  /** Every departure from an instant on, by link, sorted. One row of JSON per link: the quickest to read. */
  async loadDepartures(db: Queryable, from: Date): Promise<Map<number, Departure[]>> {
    const rows = await db.query<{ linkId: number; trips: [number, number, number][] }>(LOAD, [from]);
    return new Map(
      rows.map(({ linkId, trips }) => [
        linkId,
        trips.map(([tripId, departsMs, arrivesMs]) => ({ tripId, linkId, departsMs, arrivesMs })),
      ]),
    );
  }

  loadLinks(
    tx: Tx,
    linkIds: readonly number[],
    from: Date,
    until: Date,
  ): Promise<(Departure & { readonly free: number })[]> {
    return tx.query(LOAD_LINKS, [linkIds, from, until]);
  }

  /** Trips that are gone are absent. */
  free(tx: Tx, tripIds: readonly number[]): Promise<{ tripId: number; free: number }[]> {
    return tx.query(FREE, [tripIds]);
  }

  /** Compare-and-set: fails, and with it the transaction, when a trip has not the free seats that were seen. */
  take(tx: Tx, seats: readonly { tripId: number; taken: number; free: number }[]): void {
    if (seats.length === 0) return;
    const params = [seats.map((seat) => seat.tripId), seats.map((seat) => seat.taken), seats.map((seat) => seat.free)];
    tx.send(TAKE, params, (written) => {
      if (written === seats.length) return;
      throw new Error(`Only ${written} of ${seats.length} trips had the seats that were seen under the links' locks`);
    });
  }

  async giveBack(tx: Tx, freed: ReadonlyMap<number, number>): Promise<void> {
    if (freed.size > 0) await tx.execute(GIVE_BACK, [[...freed.keys()], [...freed.values()]]);
  }

  /** Free seats on departures from `now` on, for the links that have any. */
  async futureFree(tx: Tx, linkIds: readonly number[], now: Date): Promise<Map<number, number>> {
    const rows = await tx.query<{ linkId: number; free: number }>(FUTURE_FREE, [linkIds, now]);
    return new Map(rows.map((row) => [row.linkId, row.free]));
  }

  /** Ends the coming trips of a timetable: those without an order are deleted, the others take no more. */
  async withdraw(tx: Tx, linkId: number, timetableId: string, now: Date): Promise<void> {
    await tx.execute(WITHDRAW, [linkId, timetableId, now]);
    await tx.execute(FREEZE, [linkId, timetableId, now]);
  }

  async hasFuture(tx: Tx, linkId: number, now: Date): Promise<boolean> {
    return (await tx.query(HAS_FUTURE, [linkId, now])).length > 0;
  }
}
