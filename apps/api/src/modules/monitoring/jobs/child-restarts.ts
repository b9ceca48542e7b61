import { Database, VersionWatch } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { RestartRepository } from '../persistence/restart.repository';

/**
 * Hands restarts that were asked for to this process's supervisor. Whoever asks may be on another machine: the request lies in
 * PostgreSQL, its version tells every process within a quarter of a second, and a child of the right supervisor takes it.
 */
@Injectable()
export class ChildRestarts implements OnApplicationBootstrap {
  private readonly ctx = systemContext('child-restarts');
  private restart: ((place: number) => void) | undefined;

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(RestartRepository) private readonly requests: RestartRepository,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.watch.subscribe('restarts', () => this.take());
  }

  /** From now on there is a supervisor that can replace the child at a place. */
  through(restart: (place: number) => void): void {
    this.restart = restart;
  }

  private async take(): Promise<void> {
    const { restart } = this;
    if (restart === undefined) return;
    const supervisor = this.options.instance.slice(0, this.options.instance.lastIndexOf('/') + 1);
    for (const instance of await this.requests.take(this.database.statements(this.ctx), supervisor)) {
      const place = Number(instance.slice(supervisor.length));
      if (Number.isInteger(place)) restart(place);
    }
  }
}
