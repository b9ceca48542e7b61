import { systemContext } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ReconsiderWaiting } from '../use-cases/reconsider-waiting';

/** A transaction that decided on the network before is cut off by its timeouts sooner than this. */
const SETTLED_MS = 10_000;

/**
 * Looks for waiting orders that a change of the network helps: right after the change, and once more when nobody can be
 * deciding on the network before any longer. At start it looks at all, since the network may have changed meanwhile.
 */
@Injectable()
export class NetworkWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('order');
  private readonly ctx = systemContext('network-watch');
  /** The zones to look at; undefined for all. */
  private due: Set<string> | undefined = new Set();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(ReconsiderWaiting) private readonly reconsider: ReconsiderWaiting,
  ) {}

  onApplicationBootstrap(): void {
    this.routing.onChange((zoneIds) => this.look(new Set(zoneIds)));
    this.look(undefined);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** One look at a time. What it looked at is looked at again when everything has settled, or has failed. */
  private look(zoneIds: ReadonlySet<string> | undefined): void {
    if (this.stopped) return;
    this.due = union(this.due, zoneIds);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lookAgain(), SETTLED_MS);
    this.looking = this.looking.then(() => this.attempt(zoneIds).then(() => undefined));
  }

  private lookAgain(): void {
    const zoneIds = this.due;
    this.due = new Set();
    this.looking = this.looking.then(async () => {
      if (await this.attempt(zoneIds)) return;
      this.due = union(this.due, zoneIds);
      if (!this.stopped) this.timer = setTimeout(() => this.lookAgain(), SETTLED_MS);
    });
  }

  private async attempt(zoneIds: ReadonlySet<string> | undefined): Promise<boolean> {
    if (this.stopped) return true;
    try {
      await this.reconsider.execute(this.ctx, zoneIds);
      return true;
    } catch (error) {
      this.logger.warn({ err: error }, 'could not look for orders that a change of the network helps; tries again');
      return false;
    }
  }
}

function union(some: Set<string> | undefined, more: ReadonlySet<string> | undefined): Set<string> | undefined {
  return some === undefined || more === undefined ? undefined : new Set([...some, ...more]);
}
