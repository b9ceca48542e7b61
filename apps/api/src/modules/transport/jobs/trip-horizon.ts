import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { systemContext } from '#lib/kernel';
import { PlanTrips } from '../use-cases/plan-trips';
import { ResumeSeatableOrders } from '../use-cases/resume-seatable-orders';

const INTERVAL_MS = 60_000;

/** Keeps departures made up to the horizon, and orders that could have a seat from waiting: at boot and every minute. */
@Injectable()
export class TripHorizon implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('transport');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(PlanTrips) private readonly planTrips: PlanTrips,
    @Inject(ResumeSeatableOrders) private readonly resumeOrders: ResumeSeatableOrders,
  ) {}

  onApplicationBootstrap(): void {
    this.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private tick(): void {
    this.running = this.run().then(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.tick(), INTERVAL_MS);
    });
  }

  /** A fault is told and tried again at the next tick: departures reach hours ahead. */
  private async run(): Promise<void> {
    const ctx = systemContext('trip-horizon');
    try {
      const made = await this.planTrips.execute(ctx);
      if (made > 0) this.logger.log(`${made} trips made from the timetables`);
      await this.resumeOrders.execute(ctx);
    } catch (error) {
      this.logger.warn({ err: error }, 'could not make trips from the timetables; tries again');
    }
  }
}
