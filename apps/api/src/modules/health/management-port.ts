import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Log, ManagementServer, Metrics, type ManagementAnswer } from '#lib/telemetry';
import { HEALTH_OPTIONS, type HealthOptions } from './health.options';
import { HealthService, type HealthAnswer } from './health.service';

/** Opens the management port before anything else of the application serves, and closes it last. */
@Injectable()
export class ManagementPort implements OnModuleInit, OnApplicationShutdown {
  private readonly server: ManagementServer;
  private bound: number | undefined;

  constructor(
    @Inject(HEALTH_OPTIONS) private readonly options: HealthOptions,
    @Inject(HealthService) health: HealthService,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Log) log: Log,
  ) {
    this.server = new ManagementServer(
      {
        '/health/live': async () => toAnswer(await health.live()),
        '/health/ready': async () => toAnswer(await health.ready()),
        '/health/startup': async () => toAnswer(await health.startup()),
        '/metrics': async () => ({ status: 200, ...(await metrics.expose()) }),
      },
      (error) => log.error('The management port could not answer', error),
    );
  }

  /** The port in use, also when a free one was asked for; undefined before it is open. */
  get port(): number | undefined {
    return this.bound;
  }

  async onModuleInit(): Promise<void> {
    this.bound = await this.server.listen(this.options.management.host, this.options.management.port);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }
}

function toAnswer({ status, body }: HealthAnswer): ManagementAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
