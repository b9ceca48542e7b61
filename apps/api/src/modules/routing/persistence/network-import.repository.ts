import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { type ImportedNetwork, linkKey, type NetworkImport } from '../domain/network-import';

const FACILITIES = statement(
  'routing.import-facilities',
  `insert into facilities (id, code, kind, name, lat, lng, country)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::text[])
   on conflict (code) do nothing`,
);

const LINKS = statement(
  'routing.import-links',
  `insert into links (from_facility_id, to_facility_id, distance_m, duration_s)
   select f.id, t.id, l.distance_m, l.duration_s
   from unnest($1::text[], $2::text[], $3::int[], $4::int[]) with ordinality
     as l (from_code, to_code, distance_m, duration_s, position)
   join facilities f on f.code = l.from_code
   join facilities t on t.code = l.to_code
   order by l.position
   on conflict (from_facility_id, to_facility_id) do nothing`,
);

const ZONES = statement(
  'routing.import-zones',
  `insert into zones (id, code, name, station_id, country, lat, lng, radius_m)
   select z.id, z.code, z.name, s.id, z.country, z.lat, z.lng, z.radius_m
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::int[])
     as z (id, code, name, station_code, country, lat, lng, radius_m)
   join facilities s on s.code = z.station_code
   on conflict (code) do nothing`,
);

const FACILITY_IDS = statement(
  'routing.imported-facilities',
  `select id, code from facilities where code = any($1::text[])`,
);

const ZONE_IDS = statement('routing.imported-zones', `select id, code from zones where code = any($1::text[])`);

const LINK_IDS = statement(
  'routing.imported-links',
  `select l.id, f.code as "fromCode", t.code as "toCode"
   from links l
   join facilities f on f.id = l.from_facility_id
   join facilities t on t.id = l.to_facility_id
   where f.code = any($1::text[]) and t.code = any($1::text[])`,
);

/** Writes a whole network in three statements and finds its ids in three more. What is there already stays as it is. */
@Injectable()
export class NetworkImportRepository {
  async write(tx: Tx, { facilities, links, zones }: NetworkImport): Promise<void> {
    await tx.execute(FACILITIES, [
      facilities.map(() => uuidv7()),
      facilities.map((facility) => facility.code),
      facilities.map((facility) => facility.kind),
      facilities.map((facility) => facility.name),
      facilities.map((facility) => facility.lat),
      facilities.map((facility) => facility.lng),
      facilities.map((facility) => facility.country),
    ]);
    await tx.execute(LINKS, [
      links.map((link) => link.fromCode),
      links.map((link) => link.toCode),
      links.map((link) => link.distanceM),
      links.map((link) => link.durationS),
    ]);
    await tx.execute(ZONES, [
      zones.map(() => uuidv7()),
      zones.map((zone) => zone.code),
      zones.map((zone) => zone.name),
      zones.map((zone) => zone.stationCode),
      zones.map((zone) => zone.country),
      zones.map((zone) => zone.lat),
      zones.map((zone) => zone.lng),
      zones.map((zone) => zone.radiusM),
    ]);
  }

  async ids(tx: Tx, { facilities, zones }: NetworkImport): Promise<ImportedNetwork> {
    const codes = facilities.map((facility) => facility.code);
    const facilityRows = await tx.query<{ id: string; code: string }>(FACILITY_IDS, [codes]);
    const zoneRows = await tx.query<{ id: string; code: string }>(ZONE_IDS, [zones.map((zone) => zone.code)]);
    const linkRows = await tx.query<{ id: number; fromCode: string; toCode: string }>(LINK_IDS, [codes]);
    return {
      facilityIds: new Map(facilityRows.map((row) => [row.code, row.id])),
      zoneIds: new Map(zoneRows.map((row) => [row.code, row.id])),
      linkIds: new Map(linkRows.map((row) => [linkKey(row.fromCode, row.toCode), row.id])),
    };
  }
}
