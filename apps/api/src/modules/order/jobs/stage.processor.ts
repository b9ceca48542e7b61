import { Database, StageRunner, type RunOutcome, type StageHandler } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Queues } from '#lib/queue';
import { Settings } from '#lib/settings';
import { Telemetry } from '#lib/telemetry';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { STAGE_JOBS } from './stage.jobs';

/** Token of the handlers of all stages. */
export const STAGE_HANDLERS = Symbol('StageHandlers');

/** Orders of one attempt; smaller rows are topped up to it (see `StageRunner`). */
const BATCH_SIZE = 512;

/** Binds each stage's queue to its handler and counts what came of every attempt. */
@Injectable()
export class StageProcessor implements OnModuleInit {
  private readonly runner: StageRunner;

  constructor(
    @Inject(Database) database: Database,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(STAGE_HANDLERS) private readonly handlers: readonly StageHandler[],
    @Inject(Settings) settings: Settings,
    @Inject(Telemetry) private readonly telemetry: Telemetry,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.runner = new StageRunner(database, clock, {
      batchSize: BATCH_SIZE,
      attemptsBeforeBisect: () => settings.current().pipeline.attemptsBeforeBisect,
      deadlineMs: () => settings.current().pipeline.stageDeadlineMs,
    });
  }

  onModuleInit(): void {
    for (const handler of this.handlers) {
      this.queues.process(STAGE_JOBS[handler.stage], (data) => this.process(handler, data.workId));
    }
  }

  private async process(handler: StageHandler, workId: string): Promise<void> {
    const startedMs = performance.now();
    const ctx = systemContext(handler.stage);
    const outcome = await this.runner.run(ctx, handler, workId);
    this.report(handler, outcome, (performance.now() - startedMs) / 1000);
  }

  private report(handler: StageHandler, outcome: RunOutcome, seconds: number): void {
    this.telemetry.stage({ stage: handler.stage, outcome, seconds });
  }
}
