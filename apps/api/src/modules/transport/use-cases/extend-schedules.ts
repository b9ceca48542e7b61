import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import { CurrentDepartures } from '../current-departures';
import { type LinkSchedule, LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { TripRepository } from '../persistence/trip.repository';

/** Links per statement: a few thousand trips, far inside the statement timeout. */
const STATEMENT_LINKS = 200;

/** Makes the departures of links up to an instant. The caller holds the links' rows of `link_schedules`. */
@Injectable()
export class ExtendSchedules {
  constructor(
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(CurrentDepartures) private readonly departures: CurrentDepartures,
  ) {}

  /**
   * From where each schedule ends, but not before `now`, up to `until`; answers how many trips are new. Links that
   * routing does not know (any more) get none.
   */
  async execute(ctx: Context, tx: Tx, schedules: readonly LinkSchedule[], now: Date, until: Date): Promise<number> {
    const short = schedules.filter((schedule) => schedule.plannedUntil < until);
    if (short.length === 0) return 0;
    const linkIds = short.map((schedule) => schedule.linkId);
    const links = await this.routing.holdLinks(ctx, tx, linkIds);
    const durations = new Map(links.map((link) => [link.id, link.durationS]));
    const ranges = short.flatMap(({ linkId, plannedUntil }) => {
      const durationS = durations.get(linkId);
      if (durationS === undefined) return [];
      return [{ linkId, durationS, after: plannedUntil > now ? plannedUntil : now, until }];
    });
    let made = 0;
    for (let at = 0; at < ranges.length; at += STATEMENT_LINKS) {
      made += await this.trips.materialise(tx, ranges.slice(at, at + STATEMENT_LINKS));
    }
    await this.schedules.setPlanned(tx, linkIds, until);
    if (made > 0) await this.departures.announceChange(tx);
    return made;
  }
}
