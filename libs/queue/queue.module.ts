import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { JobDefinition } from './job-definition';
import { QueueWatchdog, type WatchdogOptions } from './queue-watchdog';
import { Queues, type QueuesOptions } from './queues';

export type QueueModuleOptions = QueuesOptions & Pick<WatchdogOptions, 'onCanary'>;

/** Starts the workers when every module has registered its handlers, and drains them before any pool closes. */
@Injectable()
class QueuesLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(Queues) private readonly queues: Queues,
    @Inject(QueueWatchdog) private readonly watchdog: QueueWatchdog,
  ) {}

  onApplicationBootstrap(): void {
    this.queues.start();
    this.watchdog.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.watchdog.stop();
    await this.queues.close();
  }
}

/** Global: `Queues`, `QueueWatchdog`. A module names its jobs with `forFeature` and binds their handlers in `onModuleInit`. */
@Global()
@Module({})
export class QueueModule {
  static forRoot(options: QueueModuleOptions): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      providers: [
        { provide: Queues, useFactory: () => new Queues(options) },
        {
          provide: QueueWatchdog,
          inject: [Queues],
          useFactory: (queues: Queues) => new QueueWatchdog(queues, { ...options, nowMs: () => performance.now() }),
        },
        QueuesLifecycle,
      ],
      exports: [Queues, QueueWatchdog],
    };
  }

  static forFeature(jobs: readonly JobDefinition<object>[]): DynamicModule {
    return {
      module: DeclaredJobs,
      providers: [
        {
          provide: Symbol(jobs.map((job) => job.name).join()),
          inject: [Queues],
          useFactory: (queues: Queues) => {
            for (const job of jobs) queues.declare(job);
            return jobs;
          },
        },
      ],
    };
  }
}

/** Apart from the global module, so that naming jobs does not make a second set of queues. */
@Module({})
class DeclaredJobs {}
