import { Database, DeadlineExceeded, StageRunner, type RunOutcome, type StageHandler } from '#lib/database';
import { CLOCK, systemContext, type Clock } from '#lib/kernel';
import { Queues } from '#lib/queue';
import { Settings } from '#lib/settings';
import { Log, PipelineMetrics } from '#lib/telemetry';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
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
    @Inject(PipelineMetrics) private readonly metrics: PipelineMetrics,
    @Inject(Log) private readonly log: Log,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.runner = new StageRunner(database, clock, {
      batchSize: BATCH_SIZE,
      attemptsBeforeBisect: () => settings.current().pipeline.attemptsBeforeBisect,
      deadlineMs: () => settings.current().pipeline.stageDeadlineMs,
      outageMs: () => settings.current().pipeline.stageDeadlineMs,
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
    this.report(handler, outcome, (performance.now() - startedMs) / 1000);
  }

  private report({ stage }: StageHandler, outcome: RunOutcome, seconds: number): void {
    const observe = (result: 'success' | 'error' | 'timeout'): void =>
      this.metrics.stageSeconds.observe({ stage, outcome: result }, seconds);
    switch (outcome.kind) {
      case 'nothing':
        return;
      case 'done':
        observe('success');
        this.metrics.stageBatch.observe({ stage }, outcome.orders);
        this.metrics.stageOrders.add({ stage, outcome: 'moved' }, outcome.moved);
        this.metrics.stageOrders.add({ stage, outcome: 'parked' }, outcome.parked);
        return;
      case 'retry_later':
        observe(outcome.error instanceof DeadlineExceeded ? 'timeout' : 'error');
        this.log.warn('A batch is tried again', { stage, delay_ms: outcome.delayMs, error: outcome.error });
        return;
      case 'split':
        observe('error');
        this.log.warn('A batch failed and was split', { stage, orders: outcome.orders, error: outcome.error });
        return;
      case 'dead_letter':
        observe('error');
        this.metrics.stageOrders.add({ stage, outcome: 'failed' });
        this.log.error('An order is a dead letter', outcome.error, { stage, order_id: outcome.orderId });
    }
  }
}
