import { behind, Database, FIRST_ID, LAST_ID, type Direction, type IdRange } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderEvent } from '../domain/order';
import type { ProblemKind } from '../domain/order-problem';
import { lookAmong, lookThrough, type OrderFilter } from '../persistence/order-list.repository';
import { findEvents } from '../persistence/order.repository';
import { fillPage, type OrderPage } from './fill-page';
import { FindProblems } from './find-problems';
import { GetOrder } from './get-order';

/** What is asked of the list; times become bounds of ids. */
export interface OrderListQuery extends Omit<OrderFilter, 'idleSince'> {
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly direction: Direction;
  readonly problem?: ProblemKind | undefined;
  /** With `problem: 'idle'`: nothing has happened for so long. */
  readonly idleForS: number;
  /** The last id of the page before. */
  readonly cursor?: string | undefined;
}

@Injectable()
export class ListOrders {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GetOrder) private readonly getOrder: GetOrder,
    @Inject(FindProblems) private readonly findProblems: FindProblems,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By age; a merchant sees its own orders only. */
  async execute(ctx: Context, query: OrderListQuery, limit: number): Promise<OrderPage> {
    const { problem } = query;
    const filter = { ...query, merchantId: ctx.merchantId ?? query.merchantId };
    const db = this.database.statements(ctx);
    const asked = rangeOf(query);
    if (problem === undefined) {
      return fillPage(limit, (after, wanted) =>
        lookThrough(db, after === undefined ? asked : behind(asked, after), filter, wanted),
      );
    }
    const idleSince = problem === 'idle' ? new Date(this.clock.now().getTime() - query.idleForS * 1000) : undefined;
    const range = idleSince === undefined ? asked : { ...asked, below: lower(asked.below, firstIdOf(idleSince)) };
    return fillPage(limit, async (after, wanted) => {
      const left = after === undefined ? range : behind(range, after);
      const { ids, isCut } = await this.findProblems.candidates(ctx, problem, left);
      const edge = isCut ? ids.at(-1) : undefined;
      return lookAmong(db, ids, range.direction, { ...filter, idleSince }, wanted, edge);
    });
  }

  /** Events after `afterSequence`, up to `limit + 1`. @throws DomainError `order.not_found` */
  async events(ctx: Context, orderId: string, afterSequence: number, limit: number): Promise<OrderEvent[]> {
    await this.getOrder.execute(ctx, orderId);
    return findEvents(this.database.statements(ctx), orderId, afterSequence, limit + 1);
  }
}

function rangeOf({ createdFrom, createdBefore, direction, cursor }: OrderListQuery): IdRange {
  const range = {
    above: createdFrom === undefined ? FIRST_ID : firstIdOf(createdFrom),
    below: createdBefore === undefined ? LAST_ID : firstIdOf(createdBefore),
    direction,
  };
  if (cursor === undefined) return range;
  return direction === 'newest'
    ? { ...range, below: lower(range.below, cursor) }
    : { ...range, above: lower(range.above, cursor) === cursor ? range.above : cursor };
}

/** The smallest UUIDv7 of an instant. */
function firstIdOf(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function lower(a: string, b: string): string {
  return a < b ? a : b;
}
