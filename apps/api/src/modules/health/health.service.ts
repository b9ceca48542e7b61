import { HttpException, Inject, Injectable, Optional } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Database, statement } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { QueueWatchdog } from '#lib/queue';
import { BoundedProbe } from './bounded-probe';
import { ProcessState } from './process-state';

/** What a probe answers: 200 or 503, and terminus's account of it. */
export interface HealthAnswer {
  readonly status: number;
  readonly body: unknown;
}

const PING = statement('health.ping', `select 1 as one`);

/** The three questions that an orchestrator or balancer asks. */
@Injectable()
export class HealthService {
  private readonly databaseProbe: BoundedProbe;

  constructor(
    @Inject(HealthCheckService) private readonly checks: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(ProcessState) private readonly state: ProcessState,
    @Inject(Database) database: Database,
    @Optional() @Inject(QueueWatchdog) private readonly queues?: QueueWatchdog,
  ) {
    const ping = () => database.statements(systemContext('health')).query(PING);
    this.databaseProbe = new BoundedProbe(ping, { timeoutMs: 1000, reuseMs: 250, nowMs: () => performance.now() });
  }

  /** Does the event loop turn? Asks nothing else: a process is not healed by killing it because PostgreSQL is away. */
  live(): Promise<HealthAnswer> {
    return this.answer([]);
  }

  /** Shall requests come here? No while starting or draining, and after three failed checks of PostgreSQL. */
  ready(): Promise<HealthAnswer> {
    return this.answer([
      () => this.process(this.state.phase === 'serving'),
      () => this.database(),
      () => this.consumers(),
    ]);
  }

  /** Has it come up? Once yes, always yes. */
  startup(): Promise<HealthAnswer> {
    return this.answer([() => this.process(this.state.hasStarted)]);
  }

  private process(isUp: boolean): HealthIndicatorResult {
    const session = this.indicators.check('process');
    return isUp ? session.up({ phase: this.state.phase }) : session.down({ phase: this.state.phase });
  }

  private async database(): Promise<HealthIndicatorResult> {
    const session = this.indicators.check('database');
    return (await this.databaseProbe.isHealthy()) ? session.up() : session.down();
  }

  /** Told, and no reason to send requests elsewhere: orders are taken while a queue stands still. */
  private consumers(): HealthIndicatorResult {
    const suspects = this.queues?.suspects() ?? [];
    return this.indicators.check('queues').up(suspects.length === 0 ? {} : { suspects });
  }

  private async answer(
    checks: (() => HealthIndicatorResult | Promise<HealthIndicatorResult>)[],
  ): Promise<HealthAnswer> {
    try {
      return { status: 200, body: await this.checks.check(checks) };
    } catch (error) {
      if (error instanceof HttpException) return { status: error.getStatus(), body: error.getResponse() };
      throw error;
    }
  }
}
