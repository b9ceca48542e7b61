import { Inject, Injectable } from '@nestjs/common';
import type { Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import type { NewTimetable } from './domain/timetable';
import { type SeatBooking, SeatBookingRepository } from './persistence/seat-booking.repository';
import { AssignTrips, type TripOutcome, type TripRequest } from './use-cases/assign-trips';
import { ImportTimetables } from './use-cases/import-timetables';
import { PlanTrips } from './use-cases/plan-trips';
import { ReleaseTrips } from './use-cases/release-trips';

/** What other modules may ask of transport. */
@Injectable()
export class TransportFacade {
  constructor(
    @Inject(AssignTrips) private readonly assign: AssignTrips,
    @Inject(ReleaseTrips) private readonly releaseUseCase: ReleaseTrips,
    @Inject(PlanTrips) private readonly plan: PlanTrips,
    @Inject(ImportTimetables) private readonly importUseCase: ImportTimetables,
    @Inject(SeatBookingRepository) private readonly bookings: SeatBookingRepository,
  ) {}

  /**
   * Gives each order a seat on every link of its plan, each leg on the earliest departure with room after the parcel is
   * there, or no seat at all: `full` names the link that had none within the horizon. Earlier requests choose first.
   * Orders that hold seats keep them and get the same answer again; without links `arrivesAt` is `readyAt`. At most
   * 1,024 orders, which the caller holds locked. Locks the links by id: after orders, accounts and stock, before couriers.
   * An order that is `full` must be parked for `link:<id>` in the same transaction.
   */
  assignTrips(ctx: Context, tx: Tx, requests: readonly TripRequest[]): Promise<TripOutcome[]> {
    return this.assign.execute(ctx, tx, requests);
  }

  /** Gives the seats of these orders back, once however often it is called, and resumes orders that wait for them. */
  release(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    return this.releaseUseCase.execute(ctx, tx, orderIds);
  }

  /** The trips of these orders and when the last one arrives; orders without a seat are absent. */
  seats(
    _ctx: Context,
    db: Queryable,
    orderIds: readonly string[],
  ): Promise<(SeatBooking & { readonly arrivesAt: Date })[]> {
    return this.bookings.find(db, orderIds);
  }

  /** Writes timetables of links that exist; one that the link has for this minute already stays. Set-based. */
  importTimetables(ctx: Context, tx: Tx, timetables: readonly NewTimetable[]): Promise<void> {
    return this.importUseCase.execute(ctx, tx, timetables);
  }

  /** Makes the departures up to the horizon now instead of at the next look; answers how many are new. */
  planTrips(ctx: Context): Promise<number> {
    return this.plan.execute(ctx);
  }
}
