import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import type { NewTimetable } from '../domain/timetable';
import { TimetableRepository } from '../persistence/timetable.repository';
import { ReplanLinks } from './replan-links';

/** Writes many timetables and their trips, set-based and repeatable. */
@Injectable()
export class ImportTimetables {
  constructor(
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(ReplanLinks) private readonly replan: ReplanLinks,
  ) {}

  async execute(ctx: Context, tx: Tx, timetables: readonly NewTimetable[]): Promise<void> {
    if (timetables.length === 0) return;
    const linkIds = [...new Set(timetables.map((timetable) => timetable.linkId))];
    const links = await this.routing.holdLinks(ctx, tx, linkIds);
    if (links.length < linkIds.length) {
      const known = new Set(links.map((link) => link.id));
      const unknown = linkIds.filter((id) => !known.has(id));
      throw new DomainError('refused', 'transport.unknown_link', `There are no links ${unknown.join(', ')}`);
    }
    await this.timetables.insertMany(tx, timetables);
    await this.replan.execute(ctx, tx, linkIds);
  }
}
