import { Database, OrphanedWork, Relay, sendStuckWork, type Stage, WorkRecovery } from '#lib/database';
import { type Context, systemContext } from '#lib/kernel';
import { Queues } from '#lib/queue';
import { REDIS } from '#lib/redis';
import { Settings } from '#lib/settings';
import { Log } from '#lib/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { BullmqWorkQueues } from './bullmq-work-queues';
import { concurrencyOf, STAGES } from './stage.jobs';

/** Token: whether this process relays work rows to the queues. */
export const RUNS_RELAY = Symbol('RunsRelay');

/** A row is dispatched again when its attempt must have ended twice over. */
const REDISPATCH_FACTOR = 2;

/** Keeps the relay running where the process has the role. */
@Injectable()
export class RelayService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly relay: Relay;
  private readonly recovery: WorkRecovery;
  private readonly work: BullmqWorkQueues;
  private readonly redispatchAfterMs: () => number;

  constructor(
    @Inject(RUNS_RELAY) private readonly runsRelay: boolean,
    @Inject(Database) private readonly database: Database,
    @Inject(Queues) queues: Queues,
    @Inject(REDIS) redis: Redis,
    @Inject(Settings) settings: Settings,
    @Inject(Log) log: Log,
  ) {
    const ctx = systemContext('relay');
    const work = new BullmqWorkQueues(queues, redis);
    this.work = work;
    this.redispatchAfterMs = () => REDISPATCH_FACTOR * settings.current().pipeline.stageDeadlineMs;
    const shared = { stages: STAGES, redispatchAfterMs: this.redispatchAfterMs };
    this.relay = new Relay(ctx, database, work, {
      ...shared,
      concurrency: (stage) => concurrencyOf(stage, settings.current()),
      pollMs: () => settings.current().pipeline.relayPollMs,
      onError: (error) => log.error('The relay could not dispatch work; it tries again', error),
    });
    this.recovery = new WorkRecovery(new OrphanedWork(ctx, database, work, shared), {
      onSentAgain: (rows) => log.info('The work of a dead process goes on', { rows }),
      onError: (error) => log.warn('The work of dead processes could not be looked for', { error }),
    });
  }

  onApplicationBootstrap(): void {
    if (!this.runsRelay) return;
    this.relay.start();
    this.recovery.start();
  }

  /** The process of this name is dead: what it had begun is dispatched again at once. */
  processDied(name: string): void {
    if (this.runsRelay) this.recovery.died(name);
  }

  /** Sends work of a stage that has been due for too long again at once, whatever role this process has; answers how many rows. */
  sendStuck(ctx: Context, stage: Stage, olderThanS: number): Promise<number> {
    const options = { stage, olderThanS, redispatchAfterMs: this.redispatchAfterMs() };
    return sendStuckWork(this.database.statements(ctx), (work) => this.work.add(work), options);
  }

  /** Before anything that it uses goes away. */
  async onModuleDestroy(): Promise<void> {
    await this.recovery.stop();
    await this.relay.stop();
  }
}
