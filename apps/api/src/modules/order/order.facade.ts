import type { Queryable, Stage, Tx } from '#lib/database';
import type { Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { HistoryRange, OrderHistoryEntry } from './domain/history';
import type { Order } from './domain/order';
import { publicStatus, type PublicStatus } from './domain/tracking';
import { findHistories, merchantsOf } from './persistence/history.repository';
import { findEvents, findOrders } from './persistence/order.repository';
import { CommandOrders, type OrderAction } from './use-cases/command-orders';
import { ReportTracking, type ReportOutcome, type TrackingReport } from './use-cases/report-tracking';
import { RetryDeadLetters } from './use-cases/retry-dead-letters';

/** One line of a parcel's public history. */
export interface TrackingEntry {
  readonly sequence: number;
  readonly code: string;
  readonly status: PublicStatus;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly facilityId?: string;
  readonly reasonCode?: string;
}

const HISTORY_LIMIT = 500;

/** What other modules may ask of orders. */
@Injectable()
export class OrderFacade {
  constructor(
    @Inject(ReportTracking) private readonly reportTracking: ReportTracking,
    @Inject(RetryDeadLetters) private readonly retrying: RetryDeadLetters,
    @Inject(CommandOrders) private readonly commandOrders: CommandOrders,
  ) {}

  /**
   * Applies tracking facts in the caller's transaction, one outcome per report, in order. Locks the orders (by id), so
   * call it before locking anything that stands later in the lock order.
   */
  report(ctx: Context, tx: Tx, reports: readonly TrackingReport[]): Promise<ReportOutcome[]> {
    return this.reportTracking.execute(ctx, tx, reports);
  }

  /** Takes the oldest dead letters of a stage up again, in a transaction of its own; answers which. */
  retryDeadLetters(ctx: Context, stage: Stage, limit: number): Promise<string[]> {
    return this.retrying.execute(ctx, stage, limit);
  }

  /**
   * One action of an operator on many orders, each named once, in the caller's transaction, which has locked nothing that stands
   * later than orders in the lock order. Answers why an order was refused, for those that were; all others are done.
   */
  act(
    ctx: Context,
    tx: Tx,
    action: OrderAction,
    orderIds: readonly string[],
    reason: string,
  ): Promise<Map<string, DomainError>> {
    return this.commandOrders.execute(ctx, tx, action, orderIds, reason);
  }

  /** Orders by id, in no order; missing ones are left out. */
  summaries(_ctx: Context, db: Queryable, orderIds: readonly string[]): Promise<Order[]> {
    return findOrders(db, orderIds);
  }

  /** Whose each order is; missing ones are left out. */
  merchantsOf(_ctx: Context, db: Queryable, orderIds: readonly string[]): Promise<Map<string, string>> {
    return merchantsOf(db, orderIds);
  }

  /** The events of many orders, each from its first to its last sequence, by order and sequence. */
  histories(_ctx: Context, db: Queryable, ranges: readonly HistoryRange[]): Promise<OrderHistoryEntry[]> {
    return findHistories(db, ranges);
  }

  /** The history of one parcel, oldest first. */
  async tracking(_ctx: Context, db: Queryable, orderId: string): Promise<TrackingEntry[]> {
    const events = await findEvents(db, orderId, 0, HISTORY_LIMIT);
    return events.map((event) => {
      const facilityId = event.data?.['facility_id'];
      return {
        sequence: event.sequence,
        code: event.code,
        status: publicStatus(event.to),
        occurredAt: event.occurredAt,
        recordedAt: event.recordedAt,
        ...(typeof facilityId === 'string' ? { facilityId } : {}),
        ...(event.reasonCode === null ? {} : { reasonCode: event.reasonCode }),
      };
    });
  }
}
