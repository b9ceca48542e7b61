import { Inject, Injectable } from '@nestjs/common';
import { Database, statement, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { LinkScheduleRepository } from '../persistence/link-schedule.repository';
import { TripRepository } from '../persistence/trip.repository';
import { ExtendSchedules } from './extend-schedules';
import { ResumeWaitingOrders } from './resume-waiting-orders';

const HOUR_MS = 3_600_000;

/** Departures are made this much beyond the horizon, so that a link is due a few times a day, not at every look. */
const SLACK_MS = 6 * HOUR_MS;

/** Links per transaction: their rows are locked while their trips are written. */
const PAGE_LINKS = 100;

const TRY_LOCK = statement(
  'transport.try-plan-lock',
  `select pg_try_advisory_xact_lock(hashtext('transport.plan-trips')) as locked`,
);

type Page = { readonly made: number; readonly lastLinkId: number } | undefined;

/** Makes the departures of every link up to the horizon. Repeatable; one process at a time does it, others pass. */
@Injectable()
export class PlanTrips {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LinkScheduleRepository) private readonly schedules: LinkScheduleRepository,
    @Inject(TripRepository) private readonly trips: TripRepository,
    @Inject(ExtendSchedules) private readonly extendSchedules: ExtendSchedules,
    @Inject(ResumeWaitingOrders) private readonly resumeOrders: ResumeWaitingOrders,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many trips are new. */
  async execute(ctx: Context): Promise<number> {
    const horizonMs = this.settings.current().transport.horizonH * HOUR_MS;
    let made = 0;
    let page: Page = { made: 0, lastLinkId: 0 };
    while (page !== undefined) {
      const afterLinkId: number = page.lastLinkId;
      page = await this.database.transaction(ctx, (tx) => this.planPage(ctx, tx, afterLinkId, horizonMs));
      made += page?.made ?? 0;
    }
    return made;
  }

  /** Undefined when no link is due any more, or another process is at it. */
  private async planPage(ctx: Context, tx: Tx, afterLinkId: number, horizonMs: number): Promise<Page> {
    const [lock] = await tx.query<{ locked: boolean }>(TRY_LOCK);
    if (lock?.locked !== true) return undefined;
    const now = this.clock.now();
    const horizon = new Date(now.getTime() + horizonMs);
    const due = await this.schedules.lockDue(tx, afterLinkId, horizon, PAGE_LINKS);
    const last = due.at(-1);
    if (last === undefined) return undefined;
    const until = new Date(horizon.getTime() + SLACK_MS);
    const made = await this.extendSchedules.execute(ctx, tx, due, now, until);
    const linkIds = due.map((schedule) => schedule.linkId);
    await this.resumeOrders.execute(ctx, tx, await this.trips.futureFree(tx, linkIds, now));
    return { made, lastLinkId: last.linkId };
  }
}
