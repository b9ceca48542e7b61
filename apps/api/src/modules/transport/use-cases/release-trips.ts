import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { SeatBookingRepository } from '../persistence/seat-booking.repository';
import { TripRepository } from '../persistence/trip.repository';
import { ResumeWaitingOrders } from './resume-waiting-orders';

/** Gives back the seats of orders that hold some; the deleted booking is the proof that it happens once. */
@Injectable()
export class ReleaseTrips {
  constructor(
    @Inject(SeatBookingRepository) private readonly bookings: SeatBookingRepository,
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(ResumeWaitingOrders) private readonly resumeOrders: ResumeWaitingOrders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    const released = orderIds.length === 0 ? [] : await this.bookings.delete(tx, orderIds);
    if (released.length === 0) return;
    const freed = new Map<number, number>();
    for (const tripId of released.flatMap((booking) => booking.tripIds))
      freed.set(tripId, (freed.get(tripId) ?? 0) + 1);
    const trips = await this.bookings.tripLinks(tx, [...freed.keys()]);
    const now = this.clock.now();
    await this.schedules.lock(
      tx,
      trips.map((trip) => trip.linkId),
      now,
    );
    await this.trips.giveBack(tx, freed);
    const coming = new Map<number, number>();
    for (const trip of trips) {
      if (trip.departsAt < now) continue;
      coming.set(trip.linkId, (coming.get(trip.linkId) ?? 0) + (freed.get(trip.id) ?? 0));
    }
    await this.resumeOrders.execute(ctx, tx, coming);
  }
}
