import { greatCircleM, linkKey, type NetworkImport } from '#module/routing';
import { nearest } from './cities';
import type { Places } from './places';

type Facility = NetworkImport['facilities'][number];
type Link = NetworkImport['links'][number];

/**
 * Roads against the great circle. A stated assumption: country-wide factors lie between 1.2 and 1.6 (R. H. Ballou et al.,
 * "Selected country circuity factors for road travel distance estimation", Transportation Research A 36, 2002).
 */
const ROAD_DETOUR = 1.3;

/** A stated assumption: 70 km/h door to door on the road, breaks included, with two drivers taking turns. */
const TRUCK_SPEED_M_PER_S = 70_000 / 3600;

/** Leaving one yard and entering the next. */
const YARDS_S = 900;

const HUB_NEIGHBOURS = 4;
/** The largest hubs are linked with each other directly. */
const TRUNK_HUBS = 6;
const STATION_HUBS = 2;

/** What a link is for: it decides how often a vehicle leaves and how large it is. */
export type LinkUse = 'collect' | 'trunk' | 'deliver' | 'deliver_reserve' | 'return';

export interface Connection extends Link {
  readonly use: LinkUse;
}

/** Both directions of every connection: warehouse to its hub, hub to hub, hub to station. */
export function connect({ hubs, warehouses, stations }: Places): Connection[] {
  const connections = new Map<string, Connection>();
  const add = (from: Facility, to: Facility, use: LinkUse): void => {
    const key = linkKey(from.code, to.code);
    if (!connections.has(key)) connections.set(key, connection(from, to, use));
  };
  for (const warehouse of warehouses) {
    for (const hub of nearest(warehouse, hubs, 1)) {
      add(warehouse, hub, 'collect');
      add(hub, warehouse, 'return');
    }
  }
  for (const [a, b] of hubPairs(hubs)) {
    add(a, b, 'trunk');
    add(b, a, 'trunk');
  }
  for (const station of stations) {
    nearest(station, hubs, STATION_HUBS).forEach((hub, index) => {
      add(hub, station, index === 0 ? 'deliver' : 'deliver_reserve');
      add(station, hub, 'return');
    });
  }
  return [...connections.values()];
}

function hubPairs(hubs: readonly Facility[]): [Facility, Facility][] {
  const neighbours = hubs.flatMap((hub) =>
    nearest(hub, hubs, HUB_NEIGHBOURS).map((other): [Facility, Facility] => [hub, other]),
  );
  const largest = hubs.slice(0, TRUNK_HUBS);
  const trunks = largest.flatMap((hub, index) =>
    largest.slice(index + 1).map((other): [Facility, Facility] => [hub, other]),
  );
  return [...neighbours, ...trunks, ...spanningTree(hubs)];
}

/**
 * The shortest pairs that join all hubs (R. C. Prim, "Shortest connection networks and some generalizations", Bell System
 * Technical Journal 36, 1957): nearest neighbours alone may leave islands.
 */
function spanningTree(hubs: readonly Facility[]): [Facility, Facility][] {
  const joined = hubs.slice(0, 1);
  const outside = new Set(hubs.slice(1));
  const pairs: [Facility, Facility][] = [];
  while (outside.size > 0) {
    const [best] = joined
      .flatMap((from) => nearest(from, [...outside], 1).map((to) => ({ from, to, distanceM: greatCircleM(from, to) })))
      .sort((a, b) => a.distanceM - b.distanceM);
    if (best === undefined) break;
    outside.delete(best.to);
    joined.push(best.to);
    pairs.push([best.from, best.to]);
  }
  return pairs;
}

function connection(from: Facility, to: Facility, use: LinkUse): Connection {
  const distanceM = Math.max(1, Math.round(greatCircleM(from, to) * ROAD_DETOUR));
  const durationS = Math.round(distanceM / TRUCK_SPEED_M_PER_S) + YARDS_S;
  return { fromCode: from.code, toCode: to.code, distanceM, durationS, use };
}
