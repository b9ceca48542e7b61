import { Injectable } from '@nestjs/common';
import { statement, type Queryable } from '#lib/database';
import type { Vehicle } from '../domain/vehicle';

/** A courier of a zone with the shift that it works now, or the next one, and its last position, each where there is one. */
export interface ZoneCourier {
  readonly id: string;
  readonly name: string;
  readonly vehicle: Vehicle;
  readonly shift: {
    readonly id: number;
    readonly starts_at: string;
    readonly ends_at: string;
    readonly capacity_parcels: number;
    readonly capacity_g: number;
    readonly used_parcels: number;
    readonly used_g: number;
  } | null;
  readonly position: { readonly lat: number; readonly lng: number; readonly recorded_at: string } | null;
}

// Both look-ups go by an index for each courier of the page: what it costs depends on the page alone.
const LIST = statement(
  'dispatch.couriers-of-zone',
  `select c.id, c.name, c.vehicle,
     (select to_jsonb(ahead) from (
        select id, starts_at, ends_at, capacity_parcels, capacity_g, used_parcels, used_g from shifts
         where courier_id = c.id and zone_id = $1 and starts_at > $2::timestamptz - interval '24 hours' and ends_at > $2
           and (not closed or used_parcels > 0)
         order by starts_at limit 1) as ahead) as shift,
     (select to_jsonb(seen) from (
        select lat, lng, recorded_at from courier_positions where courier_id = c.id) as seen) as position
   from couriers c where c.zone_id = $1 and c.active order by c.id limit $3`,
);

@Injectable()
export class ZoneCourierRepository {
  /** The active couriers of a zone, by id. */
  list(db: Queryable, zoneId: string, now: Date, limit: number): Promise<ZoneCourier[]> {
    return db.query<ZoneCourier>(LIST, [zoneId, now, limit]);
  }
}
