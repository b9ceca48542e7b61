import { Database } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Receipt } from '../domain/fact';
import { closesTask, findIncompleteness, type TaskEvent } from '../domain/task';
import { ProofRepository } from '../persistence/proof.repository';
import { TaskRepository } from '../persistence/task.repository';
import { CLOCK_AHEAD_MS, incomplete, occurredInFuture, refusalOf, taskNotFound } from './delivery-refusals';
import { ReportOnce } from './report-once';
import { mayReport } from './may-see';

/** The answer to a courier's report. */
export interface TaskReport {
  readonly receipt: Receipt;
  /** The same report was accepted before; this one changed nothing. */
  readonly replayed: boolean;
}

/** Takes a courier's word on one of its parcels: on the vehicle, handed over, nobody at home. */
@Injectable()
export class ReportTaskEvent {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TaskRepository) private readonly tasks: TaskRepository,
    @Inject(ProofRepository) private readonly proofs: ProofRepository,
    @Inject(ReportOnce) private readonly reportOnce: ReportOnce,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A closed task takes late reports too: the order keeps them as facts and does not move back.
   *
   * @throws DomainError `delivery.task_not_found`, `delivery.proof_required` and the like (refused),
   *   `delivery.event_id_reused` (refused), or the order's refusal (conflict)
   */
  async execute(ctx: Context, taskId: string, event: TaskEvent): Promise<TaskReport> {
    const task = await this.tasks.find(this.database.statements(ctx), taskId);
    if (task === undefined || !mayReport(ctx, task, event.occurredAt)) throw taskNotFound(taskId);
    const lack = findIncompleteness(event);
    if (lack !== undefined) throw incomplete(lack);
    if (event.occurredAt.getTime() > this.clock.now().getTime() + CLOCK_AHEAD_MS) throw occurredInFuture();
    const { eventId, code, occurredAt, reasonCode, position } = event;
    const { orderId } = task;
    const fact = { eventId, orderId, code, occurredAt, reasonCode, location: position };
    const [outcome] = await this.reportOnce.execute(ctx, [fact], async (tx, receipts) => {
      await this.proofs.insert(tx, orderId, event);
      const isOver = receipts.some((receipt) => closesTask(receipt.orderStatus));
      if (isOver) await this.tasks.close(tx, [orderId], this.clock.now());
    });
    if (outcome === undefined) throw new Error(`Event ${eventId} was not answered`);
    if (outcome.kind !== 'accepted') throw refusalOf(outcome);
    return { receipt: outcome.receipt, replayed: outcome.replayed };
  }
}
