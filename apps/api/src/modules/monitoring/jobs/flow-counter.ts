import { Database } from '#lib/database';
import { PollLoop, systemContext } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { FlowRepository } from '../persistence/flow.repository';

const POLL_MS = 1000;
/** Rows of one turn: those of some seconds of full load, counted in a few milliseconds. */
const ROWS = 5000;
const FORGET_EVERY_TURNS = 600;

/** Keeps counting the flow of orders, in one process of the fleet at a time: whoever holds the cursor's row. */
@Injectable()
export class FlowCounter implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ctx = systemContext('flow-counter');
  private readonly loop: PollLoop;
  private turns = 0;

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(FlowRepository) private readonly flow: FlowRepository,
    @Inject(Log) log: Log,
  ) {
    this.loop = new PollLoop({
      turn: () => this.turn(),
      pollMs: () => POLL_MS,
      onError: (error) => log.warn('The flow of orders could not be counted; tries again', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (this.options.evaluates) this.loop.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<boolean> {
    const db = this.database.statements(this.ctx);
    if (this.turns++ % FORGET_EVERY_TURNS === 0) await this.flow.forget(db);
    return (await this.flow.count(db, ROWS)) === ROWS;
  }
}
