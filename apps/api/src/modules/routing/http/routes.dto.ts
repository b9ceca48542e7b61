import { endpoint } from '#lib/http';
import { z } from 'zod';
import type { ComputedRoute } from '../use-cases/compute-route';
import { country, distanceM, durationS, lat, lng } from './network-fields';

const FromFacility = z.strictObject({ facility_id: z.uuid() });
const FromPosition = z.strictObject({ lat, lng });
const ToZone = z.strictObject({ zone_id: z.uuid() });
const ToPosition = z.strictObject({ lat, lng, country });

const RouteView = z.object({
  from_facility_id: z.uuid(),
  station_id: z.uuid(),
  zone_id: z.uuid(),
  epoch: z.int().describe('The version of the network that this was computed on'),
  distance_m: z.int().describe('First mile, legs and last mile together'),
  duration_s: z.int().describe('Driving time at free flow, without waiting for departures'),
  eta: z.iso.datetime().describe('Arrival when leaving now'),
  first_mile_m: z.int(),
  last_mile_m: z.int(),
  legs: z.array(
    z.object({
      link_id: z.int(),
      from_facility_id: z.uuid(),
      to_facility_id: z.uuid(),
      distance_m: distanceM,
      duration_s: durationS,
    }),
  ),
});

export function routeView(route: ComputedRoute): z.input<typeof RouteView> {
  return {
    from_facility_id: route.fromFacilityId,
    station_id: route.stationId,
    zone_id: route.zoneId,
    epoch: route.epoch,
    distance_m: route.distanceM,
    duration_s: route.durationS,
    eta: route.etaAt.toISOString(),
    first_mile_m: route.firstMileM,
    last_mile_m: route.lastMileM,
    legs: route.legs.map((leg) => ({
      link_id: leg.id,
      from_facility_id: leg.fromFacilityId,
      to_facility_id: leg.toFacilityId,
      distance_m: leg.distanceM,
      duration_s: leg.durationS,
    })),
  };
}

export const computeRoute = endpoint({
  tag: 'routes',
  summary: 'Compute the fastest route',
  description:
    'From a facility, or from a position by way of the nearest facility, to a position or to the centre of a zone. Creates nothing.',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  body: z.strictObject({ from: z.union([FromFacility, FromPosition]), to: z.union([ToZone, ToPosition]) }),
  success: { status: 200, body: RouteView },
  problems: [422],
  example: { from: { lat: 31.23, lng: 121.47 }, to: { lat: 39.92, lng: 116.44, country: 'CN' } },
});
