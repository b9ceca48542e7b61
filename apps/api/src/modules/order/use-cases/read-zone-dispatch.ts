import { Database } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { RoutingFacade } from '#module/routing';
import { Inject, Injectable } from '@nestjs/common';
import { unassignedOfZone, waitingForZone } from '../persistence/zone-orders.repository';

/** Of each list so many are answered: what a person can look through. */
export const SHOWN = 200;

/** What whoever plans the last miles of one zone looks at. Bounded, by index throughout. */
@Injectable()
export class ReadZoneDispatch {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(RoutingFacade) private readonly routing: Pick<RoutingFacade, 'zone'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Up to `SHOWN` + 1 of each list, so that one sees whether there are more. @throws DomainError `routing.zone_not_found` */
  async execute(ctx: Context, zoneId: string) {
    const zone = this.routing.zone(zoneId);
    if (zone === undefined) throw new DomainError('not_found', 'routing.zone_not_found', `There is no zone ${zoneId}`);
    const db = this.database.statements(ctx);
    const limit = SHOWN + 1;
    const couriers = await this.dispatch.couriersOf(db, zoneId, this.clock.now(), limit);
    const waiting = await waitingForZone(db, zoneId, limit);
    return { zone, couriers, waiting, unassigned: await unassignedOfZone(db, zoneId, limit) };
  }
}
