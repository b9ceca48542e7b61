import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CurrentDepartures } from '../current-departures';
import type { Departure } from '../domain/departure';
import { KnownSeats } from '../domain/known-seats';
import { allocateSeats, type SeatNeed, type SeatResult, type SeatRules } from '../domain/seat-allocation';
import type { LinkSchedule } from '../persistence/link-schedule.repository';
import { TripRepository } from '../persistence/trip.repository';
import { ExtendSchedules } from './extend-schedules';

const DAY_MS = 86_400_000;

/** Departures are made at most so far ahead, however late a parcel reaches a link. */
const FARTHEST_MS = 30 * DAY_MS;

/** Each round looks at more of what is unknown, so a dozen of them see every departure there is. */
const ROUND_LIMIT = 64;

export interface SeatBatch {
  readonly needs: readonly SeatNeed[];
  /** Of all links in `needs`, locked. */
  readonly schedules: readonly LinkSchedule[];
  readonly rules: SeatRules;
  readonly now: Date;
}

export interface SettledSeats {
  readonly results: readonly SeatResult[];
  readonly seats: readonly { readonly tripId: number; readonly taken: number; readonly free: number }[];
}

/**
 * Allocates on what memory knows, looks at the free seats of the trips it would take, and allocates again until it took
 * no trip unseen. Before a link is called full its departures are made up to the horizon and read from the database, so
 * that neither memory that lags nor a schedule that ends too early turns an order away.
 */
@Injectable()
export class SettleSeats {
  constructor(
    @Inject(CurrentDepartures) private readonly departures: CurrentDepartures,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(ExtendSchedules) private readonly extendSchedules: ExtendSchedules,
  ) {}

  async execute(ctx: Context, tx: Tx, batch: SeatBatch): Promise<SettledSeats> {
    const known = new KnownSeats((linkId) => this.departures.of(linkId));
    for (let round = 0; round < ROUND_LIMIT; round++) {
      const allocation = allocateSeats(batch.needs, known, batch.rules);
      if (allocation.assumed.length > 0) {
        await this.look(tx, known, allocation.assumed, round);
        continue;
      }
      const unsure = known.uncheckedLinks(allocation, batch.rules.horizonMs, batch.now.getTime() + FARTHEST_MS);
      if (unsure.size === 0) return { results: allocation.results, seats: known.seatsOf(allocation) };
      await this.check(ctx, tx, known, batch, unsure);
    }
    throw new Error(`Seats of ${batch.needs.length} orders did not settle in ${ROUND_LIMIT} rounds`);
  }

  /** Reads the free seats of these trips, and of ever more departures after them the longer the first ones are full. */
  private async look(tx: Tx, known: KnownSeats, assumed: readonly Departure[], round: number): Promise<void> {
    const ahead = round === 0 ? 1 : 4 ** Math.min(round, 4);
    const tripIds = assumed.flatMap((departure) => known.nextUnseen(departure, ahead));
    const rows = await this.trips.free(tx, tripIds);
    for (const tripId of tripIds) known.see(tripId, 0);
    for (const row of rows) known.see(row.tripId, row.free);
  }

  /** Makes sure of everything that leaves on these links between the batch's first need and each link's instant. */
  private async check(
    ctx: Context,
    tx: Tx,
    known: KnownSeats,
    batch: SeatBatch,
    untilByLink: ReadonlyMap<number, number>,
  ): Promise<void> {
    const until = new Date(Math.max(...untilByLink.values()));
    const from = new Date(Math.min(...batch.needs.map((need) => need.readyMs)));
    const schedules = batch.schedules.filter((schedule) => untilByLink.has(schedule.linkId));
    await this.extendSchedules.execute(ctx, tx, schedules, batch.now, until);
    const rows = await this.trips.loadLinks(tx, [...untilByLink.keys()], from, until);
    for (const linkId of untilByLink.keys()) {
      known.replace(
        linkId,
        rows.filter((row) => row.linkId === linkId),
        until.getTime(),
      );
    }
  }
}
