import { Database, StageRunner, type StageHandler } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Queues } from '#lib/queue';
import { Settings } from '#lib/settings';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { StageReport } from './stage-report';
import { concurrencyOf, STAGE_JOBS, STAGES } from './stage.jobs';

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
    @Inject(Settings) private readonly settings: Settings,
    @Inject(StageReport) private readonly report: StageReport,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.runner = new StageRunner(database, clock, {
      batchSize: BATCH_SIZE,
      attemptsBeforeBisect: () => settings.current().pipeline.attemptsBeforeBisect,
      deadlineMs: () => settings.current().pipeline.stageDeadlineMs,
      outageMs: () => settings.current().pipeline.stageDeadlineMs,
      onAttempt: (ctx, attempt) => report.attempted(ctx, attempt),
    });
  }

  onModuleInit(): void {
    this.settings.onChange((snapshot) => {
      for (const stage of STAGES) this.queues.setConcurrency(STAGE_JOBS[stage].queue, concurrencyOf(stage, snapshot));
    });
    for (const handler of this.handlers) {
      this.queues.process(STAGE_JOBS[handler.stage], (data) => this.process(handler, data.workId));
    }
  }

  private async process(handler: StageHandler, workId: string): Promise<void> {
    const startedMs = performance.now();
    const ctx = systemContext(handler.stage);
    const outcome = await this.runner.run(ctx, handler, workId);
    this.report.ended(handler.stage, outcome, (performance.now() - startedMs) / 1000);
  }
}
