import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderEvent } from '../domain/order';
import { findEvents } from '../persistence/order.repository';
import { listOrders, type OrderFilter, type OrderPage } from '../persistence/order-list.repository';
import { GetOrder } from './get-order';

/** What is asked of the list; times become bounds of ids. */
export interface OrderListQuery {
  readonly merchantId?: string | undefined;
  readonly reference?: string | undefined;
  readonly statuses?: OrderFilter['statuses'];
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  /** The last id of the page before. */
  readonly cursor?: string | undefined;
}

@Injectable()
export class ListOrders {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GetOrder) private readonly getOrder: GetOrder,
  ) {}

  /** Newest first; a merchant sees its own orders only. */
  async execute(ctx: Context, query: OrderListQuery, limit: number): Promise<OrderPage> {
    const beforeTime = query.createdBefore === undefined ? undefined : firstIdOf(query.createdBefore);
    const filter: OrderFilter = {
      merchantId: ctx.merchantId ?? query.merchantId,
      reference: query.reference,
      statuses: query.statuses,
      fromId: query.createdFrom === undefined ? undefined : firstIdOf(query.createdFrom),
      beforeId: earlier(query.cursor, beforeTime),
    };
    return listOrders(this.database.statements(ctx), filter, limit);
  }

  /** Events after `afterSequence`, up to `limit + 1`. @throws DomainError `order.not_found` */
  async events(ctx: Context, orderId: string, afterSequence: number, limit: number): Promise<OrderEvent[]> {
    await this.getOrder.execute(ctx, orderId);
    return findEvents(this.database.statements(ctx), orderId, afterSequence, limit + 1);
  }
}

/** The smallest UUIDv7 of an instant. */
function firstIdOf(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
