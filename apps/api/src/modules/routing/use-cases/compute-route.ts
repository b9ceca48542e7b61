import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type Context, DomainError } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { CurrentNetwork } from '../current-network';
import type { Position } from '../domain/great-circle';
import { streetDistanceM, streetDurationS } from '../domain/last-mile';
import type { Facility, Link } from '../domain/network';
import type { NetworkSnapshot } from '../domain/network-snapshot';
import type { RoutePlan } from '../domain/route-plan';

export type Origin = { readonly facilityId: string } | Position;
export type Destination = { readonly zoneId: string } | (Position & { readonly country: string });

/** `distanceM` and `durationS` hold the first mile too; `etaAt` is the arrival when leaving now, without waiting. */
export interface ComputedRoute extends RoutePlan {
  readonly firstMileM: number;
  readonly etaAt: Date;
  readonly legs: readonly Link[];
}

/** The fastest way between two places, on one epoch of the network. A position enters at the nearest facility. */
@Injectable()
export class ComputeRoute {
  constructor(
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(ctx: Context, from: Origin, to: Destination): ComputedRoute {
    const snapshot = this.network.snapshot();
    const { lastMileSpeedMps } = this.settings.of(ctx).routing;
    const origin = originOf(snapshot, from);
    const request = { fromFacilityId: origin.facility.id, ...destinationOf(snapshot, to) };
    const plan = snapshot.plan(request, lastMileSpeedMps);
    if (plan === undefined) {
      const message = `No open link leads from facility ${origin.facility.code} to the station of the destination`;
      throw new DomainError('refused', 'routing.unreachable', message, { context: { epoch: snapshot.epoch } });
    }
    const durationS = plan.durationS + streetDurationS(origin.firstMileM, lastMileSpeedMps);
    return {
      ...plan,
      distanceM: plan.distanceM + origin.firstMileM,
      durationS,
      firstMileM: origin.firstMileM,
      etaAt: new Date(this.clock.now().getTime() + durationS * 1000),
      legs: plan.linkIds.flatMap((id) => snapshot.link(id) ?? []),
    };
  }
}

function originOf(snapshot: NetworkSnapshot, from: Origin): { facility: Facility; firstMileM: number } {
  if (!('facilityId' in from)) {
    const facility = snapshot.nearestFacility(from);
    if (facility === undefined) throw refusal('routing.unserviceable', 'The network has no active facility', '/from');
    return { facility, firstMileM: streetDistanceM(from, facility) };
  }
  const facility = snapshot.facility(from.facilityId);
  if (facility?.active === true) return { facility, firstMileM: 0 };
  throw refusal('routing.unknown_facility', 'names no active facility', '/from/facility_id');
}

/** A zone without a position stands for its centre. */
function destinationOf(snapshot: NetworkSnapshot, to: Destination): Position & { zoneId: string } {
  if ('zoneId' in to) {
    const zone = snapshot.zone(to.zoneId);
    if (zone === undefined) throw refusal('routing.unserviceable', 'names no zone that is served', '/to/zone_id');
    return { zoneId: zone.id, lat: zone.lat, lng: zone.lng };
  }
  const hit = snapshot.locate(to.lat, to.lng, to.country);
  if (hit === undefined) throw refusal('routing.unserviceable', 'lies in no zone that is served', '/to');
  return { zoneId: hit.zoneId, lat: to.lat, lng: to.lng };
}

function refusal(code: string, detail: string, pointer: string): DomainError {
  const message = `There is no route: ${pointer} ${detail}`;
  return new DomainError('refused', code, message, { errors: [{ pointer, detail }] });
}
