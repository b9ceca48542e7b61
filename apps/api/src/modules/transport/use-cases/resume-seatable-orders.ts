import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { TripRepository } from '../persistence/trip.repository';
import { WaitingOrdersRepository } from '../persistence/waiting-orders.repository';
import { ResumeWaitingOrders } from './resume-waiting-orders';

/**
 * Looks for links that orders wait for although seats are free: an order that was resumed for a seat may have found
 * another of its links full, or have been ready too late for it, and then nobody else would take up what it left.
 */
@Injectable()
export class ResumeSeatableOrders {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WaitingOrdersRepository) private readonly waiting: WaitingOrdersRepository,
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(ResumeWaitingOrders) private readonly resumeOrders: ResumeWaitingOrders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many orders go on. One short transaction per link. */
  async execute(ctx: Context): Promise<number> {
    let resumed = 0;
    for (const linkId of await this.waiting.links(this.database.statements(ctx))) {
      resumed += await this.database.transaction(ctx, async (tx) => {
        const now = this.clock.now();
        await this.schedules.lock(tx, [linkId], now);
        return this.resumeOrders.execute(ctx, tx, await this.trips.futureFree(tx, [linkId], now));
      });
    }
    return resumed;
  }
}
