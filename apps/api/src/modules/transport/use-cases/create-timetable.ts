import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import type { NewTimetable } from '../domain/timetable';
import { type StoredTimetable, TimetableRepository } from '../persistence/timetable.repository';
import { ReplanLinks } from './replan-links';

@Injectable()
export class CreateTimetable {
  constructor(
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(ReplanLinks) private readonly replan: ReplanLinks,
  ) {}

  async execute(ctx: Context, tx: Tx, data: NewTimetable): Promise<StoredTimetable> {
    const [link] = await this.routing.holdLinks(ctx, tx, [data.linkId]);
    if (link === undefined) {
      const detail = `There is no link ${data.linkId}`;
      throw new DomainError('refused', 'transport.unknown_link', detail, { errors: [{ pointer: '/link_id', detail }] });
    }
    const created = await this.timetables.insert(tx, data);
    await this.replan.execute(ctx, tx, [data.linkId]);
    return created;
  }
}
