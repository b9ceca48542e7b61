import type { ProblemMessage } from '#lib/grpc';
import { z } from 'zod';
import { country, lat, lng } from '../http/network-fields';
import type { ComputedRoute, Destination, Origin } from '../use-cases/compute-route';

const M_PER_KM = 1000;

const origin = z.union([
  z.strictObject({ facility_id: z.uuid() }).transform((from): Origin => ({ facilityId: from.facility_id })),
  z.strictObject({ position: z.strictObject({ lat, lng }) }).transform((from): Origin => from.position),
]);

const destination = z.union([
  z.strictObject({ zone_id: z.uuid() }).transform((to): Destination => ({ zoneId: to.zone_id })),
  z.strictObject({ point: z.strictObject({ lat, lng, country }) }).transform((to): Destination => to.point),
]);

/** `linehaul.routing.v1.RouteRequest` as it was decoded. */
export const routeRequest = z.strictObject({ from: origin, to: destination, follow: z.boolean() });

/** So many queries a batch may hold, as orders do. */
const QUERIES_LIMIT = 1_000;

/** `linehaul.routing.v1.RouteBatch` as it was decoded. */
export const routeBatch = z.strictObject({
  id: z.string().min(1).max(255),
  queries: z
    .array(z.strictObject({ from: origin, to: destination }))
    .min(1)
    .max(QUERIES_LIMIT),
});

/** `linehaul.routing.v1.RouteBatchResult`. */
export interface RouteBatchResult {
  readonly id: string;
  readonly results: readonly { readonly route?: RouteResponse; readonly problem?: ProblemMessage }[];
  readonly problem?: ProblemMessage;
}

/** `linehaul.routing.v1.RouteResponse`: distances in kilometres, durations in seconds. */
export type RouteResponse = ReturnType<typeof routeMessage>;

export function routeMessage(route: ComputedRoute) {
  return {
    distance: route.distanceM / M_PER_KM,
    duration: route.durationS,
    legs: route.legs.map((leg) => ({
      link_id: leg.id,
      from_facility_id: leg.fromFacilityId,
      to_facility_id: leg.toFacilityId,
      distance: leg.distanceM / M_PER_KM,
      duration: leg.durationS,
    })),
    epoch: route.epoch,
    from_facility_id: route.fromFacilityId,
    station_id: route.stationId,
    zone_id: route.zoneId,
    eta: route.etaAt.toISOString(),
    first_mile_km: route.firstMileM / M_PER_KM,
    last_mile_km: route.lastMileM / M_PER_KM,
  };
}
