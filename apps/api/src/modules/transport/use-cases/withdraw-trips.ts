import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { CurrentDepartures } from '../current-departures';
import { LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { TripRepository } from '../persistence/trip.repository';

/** Ends the coming trips of a timetable. Seats that were given stay given; nobody gets another one. */
@Injectable()
export class WithdrawTrips {
  constructor(
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(CurrentDepartures) private readonly departures: CurrentDepartures,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(_ctx: Context, tx: Tx, timetable: { readonly id: string; readonly linkId: number }): Promise<void> {
    const now = this.clock.now();
    await this.schedules.lock(tx, [timetable.linkId], now);
    await this.trips.withdraw(tx, timetable.linkId, timetable.id, now);
    await this.departures.announceChange(tx);
  }
}
