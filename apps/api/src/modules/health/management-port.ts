import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Log, ManagementServer, Metrics, type ManagementAnswer, type ManagementRoutes } from '#lib/telemetry';
import { HEALTH_OPTIONS, type HealthOptions } from './health.options';
import { HealthService, type HealthAnswer } from './health.service';

/** Opens the management port before anything else of the application serves, and closes it last. */
@Injectable()
export class ManagementPort implements OnModuleInit, OnApplicationShutdown {
  /** What is served there, for whoever asks on behalf of the port. */
  readonly routes: ManagementRoutes;
  private readonly server: ManagementServer;
  private bound: number | undefined;

  constructor(
    @Inject(HEALTH_OPTIONS) private readonly options: HealthOptions,
    @Inject(HealthService) health: HealthService,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Log) log: Log,
  ) {
    this.routes = {
      '/health/live': async () => toAnswer(await health.live()),
      '/health/ready': async () => toAnswer(await health.ready()),
      '/health/startup': async () => toAnswer(await health.startup()),
      '/metrics': async (accept) => ({ status: 200, ...(await metrics.expose(accept)) }),
    };
    this.server = new ManagementServer(this.routes, (error) =>
      log.error('The management port could not answer', error),
    );
  }

  /** The port in use, also when a free one was asked for; undefined before it is open. */
  get port(): number | undefined {
    return this.bound;
  }

  async onModuleInit(): Promise<void> {
    const { management } = this.options;
    if (management !== undefined) this.bound = await this.server.listen(management.host, management.port);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.close();
  }
}

function toAnswer({ status, body }: HealthAnswer): ManagementAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
