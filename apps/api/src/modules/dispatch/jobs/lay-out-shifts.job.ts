import { systemContext } from '#lib/kernel';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LayOutShifts } from '../use-cases/lay-out-shifts';

/** A schedule reaches 72 hours ahead, so a few minutes' delay of its far end is never felt. */
const INTERVAL_MS = 5 * 60_000;

/** Lays out shifts at start and every few minutes, in every process: an advisory lock lets one of them do it. */
@Injectable()
export class LayOutShiftsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LayOutShiftsJob.name);
  private readonly ctx = systemContext('shift-lay-out');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(@Inject(LayOutShifts) private readonly layOutShifts: LayOutShifts) {}

  onApplicationBootstrap(): void {
    this.tick();
    this.timer = setInterval(() => this.tick(), INTERVAL_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One run after the other; a failed one is tried again at the next interval. */
  private tick(): void {
    this.running = this.running.then(async () => {
      try {
        await this.layOutShifts.execute(this.ctx);
      } catch (error) {
        this.logger.warn({ message: 'Shifts were not laid out; the next interval tries again', err: error });
      }
    });
  }
}
