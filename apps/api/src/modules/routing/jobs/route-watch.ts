import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { systemContext } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { ResumeUnroutedOrders } from '../use-cases/resume-unrouted-orders';

const INTERVAL_MS = 30_000;

/** Looks for orders whose way has opened: after every change of the network, and every 30 s. One look at a time. */
@Injectable()
export class RouteWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('routing');
  private readonly ctx = systemContext('route-watch');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
    @Inject(ResumeUnroutedOrders) private readonly resumeOrders: ResumeUnroutedOrders,
  ) {}

  onApplicationBootstrap(): void {
    this.network.onChange(() => this.look());
    this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private look(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.looking = this.looking.then(() => this.resume()).then(() => this.rest());
  }

  private async resume(): Promise<void> {
    try {
      await this.resumeOrders.execute(this.ctx);
    } catch (error) {
      this.logger.warn({ err: error }, 'could not look for orders whose way has opened; tries again');
    }
  }

  private rest(): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.look(), INTERVAL_MS);
  }
}
