import { RoutingFacade } from '#module/routing';
import { Inject, Injectable } from '@nestjs/common';
import type { Point } from './domain/distance';

/** What dispatch wants to know of zones, from the network's snapshot in memory. */
@Injectable()
export class ZoneDirectory {
  constructor(@Inject(RoutingFacade) private readonly routing: Pick<RoutingFacade, 'zone'>) {}

  exists(zoneId: string): boolean {
    return this.routing.zone(zoneId) !== undefined;
  }

  /** The middle of each of these zones that is known. */
  centres(zoneIds: readonly string[]): Map<string, Point> {
    const centres = new Map<string, Point>();
    for (const zoneId of zoneIds) {
      const zone = this.routing.zone(zoneId);
      if (zone !== undefined) centres.set(zoneId, { lat: zone.lat, lng: zone.lng });
    }
    return centres;
  }
}
