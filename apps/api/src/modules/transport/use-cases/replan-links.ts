import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { CurrentDepartures } from '../current-departures';
import { LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { TripRepository } from '../persistence/trip.repository';
import { ExtendSchedules } from './extend-schedules';
import { ResumeWaitingOrders } from './resume-waiting-orders';

const HOUR_MS = 3_600_000;

/** Brings the trips of links in line with timetables that this transaction has just written. */
@Injectable()
export class ReplanLinks {
  constructor(
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(ExtendSchedules) private readonly extendSchedules: ExtendSchedules,
    @Inject(ResumeWaitingOrders) private readonly resumeOrders: ResumeWaitingOrders,
    @Inject(CurrentDepartures) private readonly departures: CurrentDepartures,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** From now on up to the horizon, or as far as departures have been made already. Resumes orders that wait. */
  async execute(ctx: Context, tx: Tx, linkIds: readonly number[]): Promise<void> {
    const now = this.clock.now();
    const locked = await this.schedules.lock(tx, linkIds, now);
    const horizonMs = this.settings.of(ctx).transport.horizonH * HOUR_MS;
    const untilMs = locked.reduce(
      (latest, schedule) => Math.max(latest, schedule.plannedUntil.getTime()),
      now.getTime() + horizonMs,
    );
    const fromNow = locked.map(({ linkId }) => ({ linkId, plannedUntil: now }));
    await this.extendSchedules.execute(ctx, tx, fromNow, now, new Date(untilMs));
    await this.departures.announceChange(tx);
    await this.resumeOrders.execute(ctx, tx, await this.trips.futureFree(tx, linkIds, now));
  }
}
