import { Inject, Injectable } from '@nestjs/common';
import { Database, statement, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import type { Facility, Link, NetworkData, Zone } from '../domain/network';

const ISOLATE = statement('routing.isolate-read', `set transaction isolation level repeatable read, read only`);

const EPOCH = statement('routing.read-epoch', `select version from versions where topic = 'network'`);

const FACILITIES = statement(
  'routing.read-facilities',
  `select id, code, kind, name, lat, lng, country, active from facilities order by id`,
);

const LINKS = statement(
  'routing.read-links',
  `select id, from_facility_id as "fromFacilityId", to_facility_id as "toFacilityId", distance_m as "distanceM",
          duration_s as "durationS", closed
   from links order by id`,
);

const ZONES = statement(
  'routing.read-zones',
  `select id, code, name, station_id as "stationId", country, lat, lng, radius_m as "radiusM", active
   from zones order by code`,
);

/** Reads the network for the in-memory snapshot. */
@Injectable()
export class NetworkReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** All of it in one snapshot of PostgreSQL, so that one epoch means the same network in every process. */
  read(ctx: Context): Promise<NetworkData> {
    return this.database.transaction(ctx, async (tx) => {
      await tx.execute(ISOLATE);
      return readAll(tx);
    });
  }
}

async function readAll(tx: Tx): Promise<NetworkData> {
  const [epoch] = await tx.query<{ version: number }>(EPOCH);
  return {
    epoch: epoch?.version ?? 0,
    facilities: await tx.query<Facility>(FACILITIES),
    links: await tx.query<Link>(LINKS),
    zones: await tx.query<Zone>(ZONES),
  };
}
