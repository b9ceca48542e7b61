import { greatCircleM, type Position } from './great-circle';

/**
 * Streets against the straight line in built-up areas: measured detour factors of European and American cities lie
 * between 1.2 and 1.6 (R. H. Ballou et al., "Selected country circuity factors for road travel distance estimation",
 * Transportation Research A 36, 2002).
 */
const STREET_DETOUR = 1.4;

/** Metres by street between two near positions: an estimate, great circle times the detour factor. */
export function streetDistanceM(a: Position, b: Position): number {
  return Math.round(greatCircleM(a, b) * STREET_DETOUR);
}

/** Whole seconds for `distanceM` of streets at an average of `speedMps`, stops at lights and doors included. */
export function streetDurationS(distanceM: number, speedMps: number): number {
  return Math.round(distanceM / speedMps);
}
