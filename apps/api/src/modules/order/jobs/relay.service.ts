import { Database, Relay } from '#lib/database';
import { systemContext } from '#lib/kernel';
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

  constructor(
    @Inject(RUNS_RELAY) private readonly runsRelay: boolean,
    @Inject(Database) database: Database,
    @Inject(Queues) queues: Queues,
    @Inject(REDIS) redis: Redis,
    @Inject(Settings) settings: Settings,
    @Inject(Log) log: Log,
  ) {
    this.relay = new Relay(systemContext('relay'), database, new BullmqWorkQueues(queues, redis), {
      stages: STAGES,
      concurrency: (stage) => concurrencyOf(stage, settings.current()),
      pollMs: () => settings.current().pipeline.relayPollMs,
      redispatchAfterMs: () => REDISPATCH_FACTOR * settings.current().pipeline.stageDeadlineMs,
      onError: (error) => log.error('The relay could not dispatch work; it tries again', error),
    });
  }

  onApplicationBootstrap(): void {
    if (this.runsRelay) this.relay.start();
  }

  /** Before anything that it uses goes away. */
  async onModuleDestroy(): Promise<void> {
    await this.relay.stop();
  }
}
