import type { NetworkImport } from '#module/routing';
import { DAILY, type NewTimetable } from '#module/transport';
import { type ImportedNetwork, linkKey } from '#module/routing';

const COUNTRY = 'CN';
const WAREHOUSES = 4;
const HUBS = 2;
const STATIONS = 40;
/** Each station has one. */
export const BENCH_ZONES = STATIONS;
const ZONE_RADIUS_M = 20_000;
const DAY_MIN = 1_440;
/** The most that one trip carries. */
const SEATS = 1_000;
const COLLECT_EVERY_MIN = 15;
const DELIVER_EVERY_MIN = 30;

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);

const WAREHOUSE_CODES = numbered('WH', WAREHOUSES);
const HUB_CODES = numbered('HUB', HUBS);
const STATION_CODES = numbered('ST', STATIONS);

/** Stations stand on a grid half a degree apart, so that their circles do not touch. */
function stationAt(index: number): { lat: number; lng: number } {
  return { lat: 30 + Math.floor(index / 8) / 2, lng: 110 + (index % 8) / 2 };
}

/** Four warehouses, two hubs, forty stations with a zone each: every order takes two or three legs. */
export function benchNetwork(): NetworkImport {
  const facility = (kind: 'warehouse' | 'hub' | 'station', code: string, lat: number, lng: number) => ({
    kind,
    code,
    name: code,
    lat,
    lng,
    country: COUNTRY,
  });
  const link = (fromCode: string, toCode: string, durationS: number) => ({
    fromCode,
    toCode,
    distanceM: durationS * 20,
    durationS,
  });
  return {
    facilities: [
      ...WAREHOUSE_CODES.map((code, index) => facility('warehouse', code, 29 + index / 10, 109)),
      ...HUB_CODES.map((code, index) => facility('hub', code, 31 + index, 109)),
      ...STATION_CODES.map((code, index) => facility('station', code, stationAt(index).lat, stationAt(index).lng)),
    ],
    links: [
      ...WAREHOUSE_CODES.flatMap((from, index) =>
        HUB_CODES.map((to, hub) => link(from, to, 1800 + 60 * (index + hub))),
      ),
      ...HUB_CODES.flatMap((from) => HUB_CODES.filter((to) => to !== from).map((to) => link(from, to, 900))),
      ...STATION_CODES.map((to, index) => link(HUB_CODES[index % HUBS] ?? '', to, 3600 + 30 * index)),
    ],
    zones: STATION_CODES.map((stationCode, index) => ({
      code: `Z-${stationCode}`,
      name: `Zone of ${stationCode}`,
      country: COUNTRY,
      stationCode,
      radiusM: ZONE_RADIUS_M,
      ...stationAt(index),
    })),
  };
}

/** Departures around the clock on every link. */
export function benchTimetables(imported: ImportedNetwork): NewTimetable[] {
  return benchNetwork().links.flatMap(({ fromCode, toCode }) => {
    const linkId = imported.linkIds.get(linkKey(fromCode, toCode));
    if (linkId === undefined) throw new Error(`No link from ${fromCode} to ${toCode}`);
    const everyMin = toCode.startsWith('ST') ? DELIVER_EVERY_MIN : COLLECT_EVERY_MIN;
    return Array.from({ length: DAY_MIN / everyMin }, (_, nth) => ({
      linkId,
      departsMinute: nth * everyMin,
      weekdays: DAILY,
      seats: SEATS,
    }));
  });
}

/** Addresses around the middle of each zone. */
export function benchPoints(): { lat: number; lng: number }[] {
  return STATION_CODES.flatMap((_, index) => {
    const { lat, lng } = stationAt(index);
    return [0, 0.03, -0.03].flatMap((north) => [0, 0.04, -0.04].map((east) => ({ lat: lat + north, lng: lng + east })));
  });
}
