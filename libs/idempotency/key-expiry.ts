import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, type Clock, systemContext } from '#lib/kernel';
import { Idempotency } from './idempotency';

const HOUR_MS = 3_600_000;
/** Keys are promised for 24 hours; the hour more is for clocks that differ. */
const KEPT_MS = 25 * HOUR_MS;
const INTERVAL_MS = 300_000;
/** Few enough to end long before the statement's timeout, whatever else the server does. */
const PAGE = 2_000;

/** Forgets keys that nobody may count on any more: at boot and every five minutes, page by page. */
@Injectable()
export class KeyExpiry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('idempotency');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Answers how many keys were forgotten. */
  async run(): Promise<number> {
    const ctx = systemContext('key-expiry');
    const olderThan = new Date(this.clock.now().getTime() - KEPT_MS);
    for (let total = 0; ;) {
      const forgotten = await this.idempotency.deleteExpired(ctx, olderThan, PAGE);
      total += forgotten;
      if (forgotten < PAGE || this.stopped) return total;
    }
  }

  /** A fault is told and tried again at the next tick: keys that are kept longer do no harm. */
  private tick(): void {
    this.running = this.run()
      .then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, 'could not forget expired keys; tries again'),
      )
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(() => this.tick(), INTERVAL_MS);
      });
  }
}
