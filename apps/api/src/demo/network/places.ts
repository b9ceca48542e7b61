import type { NetworkImport, Position } from '#module/routing';
import { type City, spacedOut } from './cities';

type Facility = NetworkImport['facilities'][number];
type Zone = NetworkImport['zones'][number];

const COUNTRY = 'CN';
const HUBS = 24;
const HUB_SPACING_M = 150_000;
const WAREHOUSES = 8;
const WAREHOUSE_SPACING_M = 400_000;

/** From this many people on a city has a station in the middle and one in each direction. */
const FIVE_STATIONS_POPULATION = 8_000_000;

const METRES_PER_DEGREE = 111_195;

/** Hubs and warehouses stand outside the middle: south of it, and further east. */
const HUB_OFFSET = { northM: -14_000, eastM: 0 };
const WAREHOUSE_OFFSET = { northM: -14_000, eastM: 12_000 };

/** Where things are: the big cities have a hub, some of those a warehouse, every city one station or five. */
export interface Places {
  readonly hubs: readonly Facility[];
  readonly warehouses: readonly Facility[];
  readonly stations: readonly Facility[];
  readonly zones: readonly Zone[];
}

export function placeFacilities(cities: readonly City[]): Places {
  const hubCities = spacedOut(cities, HUB_SPACING_M, HUBS);
  const warehouseCities = spacedOut(hubCities, WAREHOUSE_SPACING_M, WAREHOUSES);
  const zones = cities.flatMap(zonesOf);
  return {
    hubs: hubCities.map((city) => facility('hub', `HUB-${city.code}`, `${city.name} hub`, moved(city, HUB_OFFSET))),
    warehouses: warehouseCities.map((city) =>
      facility('warehouse', `WH-${city.code}`, `${city.name} warehouse`, moved(city, WAREHOUSE_OFFSET)),
    ),
    stations: zones.map((each) => facility('station', each.stationCode, `${each.name} station`, each)),
    zones,
  };
}

/**
 * The radius of what counts as the city: 12 km and 8 km times the square root of the millions of people, 45 km at most.
 * Beijing comes to 39 km, which is beyond its sixth ring road. An assumption, wide enough for the built-up area.
 */
export function urbanRadiusM(population: number): number {
  return Math.min(45_000, Math.round(12_000 + 8_000 * Math.sqrt(population / 1_000_000)));
}

/**
 * One circle over the city, or five of three quarters of its radius: one in the middle, four at 0.6 radii. Between two
 * directions the rim is 0.72 radii from the nearest of them, so together they cover the whole city.
 */
function zonesOf(city: City): Zone[] {
  const radiusM = urbanRadiusM(city.population);
  if (city.population < FIVE_STATIONS_POPULATION) return [zone(city, '1', city.name, city, radiusM)];
  const awayM = 0.6 * radiusM;
  const parts = [
    ['centre', 0, 0],
    ['north', awayM, 0],
    ['east', 0, awayM],
    ['south', -awayM, 0],
    ['west', 0, -awayM],
  ] as const;
  return parts.map(([part, northM, eastM], index) => {
    const centre = moved(city, { northM, eastM });
    return zone(city, String(index + 1), `${city.name} ${part}`, centre, Math.round(0.75 * radiusM));
  });
}

function zone(city: City, part: string, name: string, { lat, lng }: Position, radiusM: number): Zone {
  const code = `${COUNTRY}-${city.code}-${part}`;
  return { code, name, stationCode: `ST-${city.code}-${part}`, country: COUNTRY, lat, lng, radiusM };
}

function facility(kind: Facility['kind'], code: string, name: string, { lat, lng }: Position): Facility {
  return { code, kind, name, lat, lng, country: COUNTRY };
}

/** A position some metres away, rounded to about a metre. */
function moved({ lat, lng }: Position, by: { northM: number; eastM: number }): Position {
  const degree = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return { lat: rounded(lat + by.northM / METRES_PER_DEGREE), lng: rounded(lng + by.eastM / degree) };
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
