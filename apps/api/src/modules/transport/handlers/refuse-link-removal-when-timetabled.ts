import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Tx, TransactionalEvents } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError } from '#lib/kernel';
import { LinkRemoved } from '#module/routing';
import { LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { TimetableRepository } from '../persistence/timetable.repository';
import { TripRepository } from '../persistence/trip.repository';

/** A link stays as long as vehicles are to run on it; otherwise its schedule goes with it. */
@Injectable()
export class RefuseLinkRemovalWhenTimetabled implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.on(LinkRemoved, (ctx, tx, event) => this.handle(ctx, tx, event));
  }

  private async handle(_ctx: Context, tx: Tx, { linkId }: LinkRemoved): Promise<void> {
    const now = this.clock.now();
    if ((await this.timetables.existsFor(tx, linkId)) || (await this.trips.hasFuture(tx, linkId, now))) {
      const message = `Link ${linkId} has timetables or coming trips: remove those first, or close the link`;
      throw new DomainError('conflict', 'transport.link_in_use', message);
    }
    await this.schedules.remove(tx, linkId);
  }
}
