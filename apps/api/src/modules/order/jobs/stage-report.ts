import { Database, DeadlineExceeded, type RunOutcome, type Stage, type StageAttempt } from '#lib/database';
import { systemContext, traceIdOf, type Context } from '#lib/kernel';
import { Log, PipelineMetrics, Traces } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { findOrigins } from '../persistence/origin.repository';
import { stageSpans } from './stage-spans';

/** Looks at origins that may be under way; while there are more, attempts leave no spans. */
const LOOKS_LIMIT = 8;

/** What came of the stages' attempts, told to metrics, log and traces. */
@Injectable()
export class StageReport {
  private looks = 0;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PipelineMetrics) private readonly metrics: PipelineMetrics,
    @Inject(Log) private readonly log: Log,
    @Inject(Traces) private readonly traces: Traces,
  ) {}

  ended(stage: Stage, outcome: RunOutcome, seconds: number): void {
    const observe = (result: 'success' | 'error' | 'timeout'): void => {
      this.metrics.stageSeconds.observe({ stage, outcome: result }, seconds);
      if (result !== 'success') this.metrics.stageFailures.add({ stage, outcome: result });
    };
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
        void this.mourn(stage, outcome.orderId, outcome.error);
    }
  }

  /**
   * Which of its orders are of recorded requests is looked up afterwards and waited for by nobody: no row is locked for longer
   * because somebody watches.
   */
  attempted(ctx: Context, attempt: StageAttempt): void {
    if (!this.traces.isOn || this.looks >= LOOKS_LIMIT) return;
    this.looks += 1;
    void this.trace(ctx, attempt)
      .catch(() => undefined) // PostgreSQL is away: the attempt has had its own error to tell
      .finally(() => (this.looks -= 1));
  }

  private async trace(ctx: Context, attempt: StageAttempt): Promise<void> {
    const orderIds = attempt.rows.flatMap((row) => row.orderIds);
    const origins = await findOrigins(this.database.statements(ctx), orderIds);
    if (origins.size === 0) return;
    for (const span of stageSpans(attempt, origins)) this.traces.record(span);
  }

  /** With the trace of the request that brought it, where there is one to look at. */
  private async mourn(stage: Stage, orderId: string, error: unknown): Promise<void> {
    const ctx = systemContext(stage);
    const origins = this.traces.isOn
      ? await findOrigins(this.database.statements(ctx), [orderId]).catch(() => undefined)
      : undefined;
    const origin = origins?.get(orderId);
    const traceId = origin === undefined ? undefined : traceIdOf(origin.traceparent);
    const about = { lane: ctx.lane, stage, order_id: orderId, trace_id: traceId };
    this.log.error('An order is a dead letter', error, about);
  }
}
