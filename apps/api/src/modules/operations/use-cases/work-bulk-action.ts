import { setTimeout as pause } from 'node:timers/promises';
import { Database, isDataFault, type Tx } from '#lib/database';
import { itemProblem } from '#lib/http';
import { CLOCK, DomainError, systemContext, type Clock, type Context } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { OrderFacade } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import type { BulkAction, BulkItem } from '../domain/bulk-action';
import { BulkActionRepository } from '../persistence/bulk-action.repository';

/** Orders of one transaction: as many as cancel together. */
const BATCH = 100;
const [PAUSE_MS, PATIENCE_MS] = [20, 5_000];
const PATH = '/v1/orders/bulk-actions';

/** Nothing more to do, somebody else is at it, or there is more. */
export type BatchOutcome = 'finished' | 'elsewhere' | 'more';

/** Takes bulk actions on, a batch at a time. */
@Injectable()
export class WorkBulkAction {
  private readonly ctx = systemContext('bulk-actions');

  constructor(
    @Inject(Database) private readonly database: Pick<Database, 'transaction'>,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'act'>,
    @Inject(BulkActionRepository) private readonly actions: BulkActionRepository,
    @Inject(Log) private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One batch: its effects, its results and its counts are one commit. A fault of the data is looked for order by order. */
  async execute(id: string): Promise<BatchOutcome> {
    let tried: readonly BulkItem[] = [];
    for (let size = BATCH; ; size = Math.ceil(tried.length / 2)) {
      try {
        return await this.database.transaction(this.ctx, async (tx) => {
          const action = await this.actions.lock(tx, id);
          if (action === undefined) return this.whyNot(tx, id);
          tried = await this.actions.openItems(tx, id, size);
          return this.batch(tx, action, tried);
        });
      } catch (error) {
        const [first] = tried;
        if (first === undefined || !isFaultOfTheOrders(error)) throw error;
        if (tried.length === 1) return this.database.transaction(this.ctx, (tx) => this.giveUp(tx, id, first, error));
      }
    }
  }

  /** Works on it to its end; where somebody else is at it, waits for them a while. */
  async finish(id: string): Promise<void> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (let outcome = await this.execute(id); outcome !== 'finished'; outcome = await this.execute(id)) {
      if (performance.now() > untilMs) return;
      if (outcome === 'elsewhere') await pause(PAUSE_MS);
    }
  }

  private async batch(tx: Tx, action: BulkAction, items: readonly BulkItem[]): Promise<BatchOutcome> {
    const ctx = contextOf(tx, action);
    const orderIds = items.map(({ orderId }) => orderId);
    const refusals = await this.orders.act(ctx, tx, action.action, orderIds, action.reason);
    const settled = items.map((item): BulkItem => settle(ctx, item, refusals.get(item.orderId)));
    this.actions.settle(tx, action.id, settled, this.clock.now());
    return isLast(action, items.length) ? 'finished' : 'more';
  }

  /** One order that cannot be done, whatever is tried, does not keep the others from it. */
  private async giveUp(tx: Tx, id: string, tried: BulkItem, error: unknown): Promise<BatchOutcome> {
    const action = await this.actions.lock(tx, id);
    if (action === undefined) return this.whyNot(tx, id);
    const [first] = await this.actions.openItems(tx, id, 1);
    if (first?.position !== tried.position) return 'more'; // another process has come so far meanwhile
    this.log.error('An order of a bulk action ended in a fault', error, { order_id: tried.orderId, action_id: id });
    this.actions.settle(tx, id, [settle(contextOf(tx, action), tried, error)], this.clock.now());
    return isLast(action, 1) ? 'finished' : 'more';
  }

  private async whyNot(tx: Tx, id: string): Promise<BatchOutcome> {
    const action = await this.actions.find(tx, id);
    return action?.finishedAt === null ? 'elsewhere' : 'finished';
  }
}

/** As whoever asked for it, in whichever process. */
function contextOf(tx: Tx, { actor, traceparent, command }: BulkAction): Context {
  return { lane: tx.lane, actor, traceparent, ...(command !== null && { command }) };
}

function settle(ctx: Context, item: BulkItem, refusal: unknown): BulkItem {
  if (refusal === undefined) return { ...item, status: 'done', problem: null };
  return { ...item, status: 'refused', problem: itemProblem(refusal, ctx, PATH).problem };
}

function isLast({ total, done, refused }: BulkAction, settled: number): boolean {
  return done + refused + settled === total;
}

function isFaultOfTheOrders(error: unknown): boolean {
  return error instanceof DomainError || isDataFault(error);
}
