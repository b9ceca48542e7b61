import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import { Inject, Injectable } from '@nestjs/common';
import type { Point } from './domain/distance';
import { unknownZone } from './use-cases/courier-refusals';

/** What dispatch wants to know of zones. */
@Injectable()
export class ZoneDirectory {
  constructor(@Inject(RoutingFacade) private readonly routing: Pick<RoutingFacade, 'zone' | 'holdZones'>) {}

  /**
   * Keeps the zones of couriers to be until `tx` ends. Asks the database: a zone may be newer than the network in memory.
   *
   * @throws DomainError `dispatch.unknown_zone` (refused)
   */
  async hold(ctx: Context, tx: Tx, zoneIds: readonly string[]): Promise<void> {
    const held = new Set(await this.routing.holdZones(ctx, tx, zoneIds));
    const stranger = zoneIds.find((zoneId) => !held.has(zoneId));
    if (stranger !== undefined) throw unknownZone(stranger);
  }

  /** The middle of each of these zones that is known, from the network in memory. */
  centres(zoneIds: readonly string[]): Map<string, Point> {
    const centres = new Map<string, Point>();
    for (const zoneId of zoneIds) {
      const zone = this.routing.zone(zoneId);
      if (zone !== undefined) centres.set(zoneId, { lat: zone.lat, lng: zone.lng });
    }
    return centres;
  }
}
