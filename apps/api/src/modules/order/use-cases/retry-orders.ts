import { recordChanges, type RecordedChange } from '#lib/audit';
import { parkedAmong, takeDeadLetters, type Stage, type Tx } from '#lib/database';
import { CLOCK, type DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { transition, type Transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';
import { notDeadLetter, orderNotFound } from './order-refusals';

/** An order that a stage had given up and takes up again. */
export interface RetriedOrder {
  readonly orderId: string;
  readonly stage: Stage;
  /** The sequence of the event that tells of it. */
  readonly version: number;
}

/**
 * Gives dead letters back to the stages that gave them up, once their cause is mended: as fresh work without any attempt,
 * with an event `retried` that says who did it. An order that waits for something else is resumed by whoever brings that.
 */
@Injectable()
export class RetryOrders {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** In the caller's transaction. One outcome for each id: retried, `order.not_found` (404) or `order.not_dead_letter` (409). */
  async execute(
    ctx: Context,
    tx: Tx,
    orderIds: readonly string[],
    reason?: string,
  ): Promise<Map<string, RetriedOrder | DomainError>> {
    const mine = (await lockOrders(tx, orderIds)).filter(
      ({ merchantId }) => ctx.merchantId === undefined || merchantId === ctx.merchantId,
    );
    const ids = mine.map(({ id }) => id);
    const stages = await takeDeadLetters(tx, ids);
    const rest = new Map(
      (
        await parkedAmong(
          tx,
          ids.filter((id) => !stages.has(id)),
        )
      ).map((one) => [one.orderId, one]),
    );
    const outcomes = new Map<string, RetriedOrder | DomainError>(orderIds.map((id) => [id, orderNotFound(id)]));
    const byStage = new Map<Stage, Transition[]>();
    for (const order of mine) {
      const stage = stages.get(order.id);
      if (stage === undefined) {
        outcomes.set(order.id, notDeadLetter(order, rest.get(order.id), 'retried'));
        continue;
      }
      const data = reason === undefined ? { stage } : { stage, reason };
      const retried = transition(order, [{ to: order.status, code: 'retried', data }]);
      byStage.set(stage, [...(byStage.get(stage) ?? []), retried]);
      outcomes.set(order.id, { orderId: order.id, stage, version: retried.version });
    }
    for (const [stage, transitions] of byStage) {
      const next = { stage, orderIds: transitions.map(({ orderId }) => orderId) };
      applyTransitions(ctx, tx, transitions, this.clock.now(), next);
    }
    recordChanges(
      tx,
      [...stages].map(([id, stage]) => auditOf(ctx, id, stage)),
    );
    return outcomes;
  }
}

function auditOf(ctx: Context, id: string, stage: Stage): RecordedChange {
  return { ctx, resource: 'order', id, before: { dead_letter_of: stage }, after: { dead_letter_of: null } };
}
