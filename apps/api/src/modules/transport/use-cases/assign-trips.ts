import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import type { SeatNeed, SeatResult } from '../domain/seat-allocation';
import { type LinkSchedule, LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { SeatBookingRepository } from '../persistence/seat-booking.repository';
import { TripRepository } from '../persistence/trip.repository';
import { SettleSeats } from './settle-seats';

export interface TripRequest {
  readonly orderId: string;
  /** In driving order; none for an order that leaves from its own station. */
  readonly linkIds: readonly number[];
  /** When the parcel can leave its first facility. */
  readonly readyAt: Date;
}

export type TripOutcome =
  | { readonly orderId: string; readonly outcome: 'seated'; readonly tripIds: number[]; readonly arrivesAt: Date }
  | { readonly orderId: string; readonly outcome: 'full'; readonly linkId: number };

/** The largest batch of the pipeline; bounds rows, locks and time of one call. */
const BATCH_LIMIT = 1024;
const HOUR_MS = 3_600_000;

/** A seat on every leg or on none. See `TransportFacade.assignTrips`. */
@Injectable()
export class AssignTrips {
  constructor(
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(SettleSeats) private readonly seats: SettleSeats,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(SeatBookingRepository) private readonly bookings: SeatBookingRepository,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, tx: Tx, requests: readonly TripRequest[]): Promise<TripOutcome[]> {
    if (requests.length > BATCH_LIMIT) throw new RangeError(`${requests.length} orders; ${BATCH_LIMIT} at a time`);
    const now = this.clock.now();
    const linkIds = requests.flatMap((request) => request.linkIds);
    const [outcomes, schedules] = await Promise.all([
      this.bookedBefore(tx, requests),
      this.schedules.lock(tx, linkIds, now),
    ]);
    const needs = requests.filter((request) => !outcomes.has(request.orderId)).map(needOf);
    for (const result of await this.allocate(ctx, tx, needs, schedules, now)) {
      outcomes.set(result.orderId, outcomeOf(result));
    }
    return requests.map((request) => outcomes.get(request.orderId) ?? withoutLegs(request));
  }

  private async bookedBefore(tx: Tx, requests: readonly TripRequest[]): Promise<Map<string, TripOutcome>> {
    const bookings = await this.bookings.find(
      tx,
      requests.map((request) => request.orderId),
    );
    return new Map(bookings.map((booking) => [booking.orderId, { outcome: 'seated', ...booking }]));
  }

  /** `schedules`: of all links in `requested`, locked. */
  private async allocate(
    ctx: Context,
    tx: Tx,
    requested: readonly SeatNeed[],
    schedules: readonly LinkSchedule[],
    now: Date,
  ): Promise<readonly SeatResult[]> {
    const needs = requested.filter((need) => need.linkIds.length > 0);
    if (needs.length === 0) return [];
    const { horizonH, minTransferS } = this.settings.of(ctx).transport;
    const rules = { horizonMs: horizonH * HOUR_MS, minTransferMs: minTransferS * 1000 };
    const { results, seats } = await this.seats.execute(ctx, tx, { needs, schedules, rules, now });
    this.trips.take(tx, seats);
    this.bookings.insert(tx, results.flatMap(bookingOf));
    return results;
  }
}

function needOf(request: TripRequest): SeatNeed {
  return { orderId: request.orderId, linkIds: request.linkIds, readyMs: request.readyAt.getTime() };
}

function outcomeOf(result: SeatResult): TripOutcome {
  const { orderId } = result;
  if (result.kind === 'full') return { orderId, outcome: 'full', linkId: result.linkId };
  const arrivesMs = result.departures.at(-1)?.arrivesMs ?? 0;
  const tripIds = result.departures.map((departure) => departure.tripId);
  return { orderId, outcome: 'seated', tripIds, arrivesAt: new Date(arrivesMs) };
}

function withoutLegs(request: TripRequest): TripOutcome {
  return { orderId: request.orderId, outcome: 'seated', tripIds: [], arrivesAt: request.readyAt };
}

function bookingOf(result: SeatResult): { orderId: string; tripIds: number[] }[] {
  if (result.kind === 'full') return [];
  return [{ orderId: result.orderId, tripIds: result.departures.map((departure) => departure.tripId) }];
}
