import { Database, findParked } from '#lib/database';
import type { Context } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { type OrderTransfer, PaymentFacade } from '#module/payment';
import { RoutingFacade } from '#module/routing';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import type { Order, OrderEvent } from '../domain/order';
import { withoutInnards, type OrderProblem } from '../domain/order-problem';
import { OrderParts } from '../order-parts';
import { findEvents } from '../persistence/order.repository';
import { FindProblems } from './find-problems';

export const EXPANSIONS = [
  'events',
  'waybill',
  'route',
  'assignment',
  'waiting',
  'payment',
  'tasks',
  'problem',
] as const;
export type Expansion = (typeof EXPANSIONS)[number];

/** What else is known of an order; a part that was not asked for is absent, one that does not exist (yet) is null. */
export interface OrderExpansions {
  events?: OrderEvent[];
  waybill?: { number: string } | null;
  route?: Awaited<ReturnType<RoutingFacade['findPlans']>>[number] | null;
  assignment?: Awaited<ReturnType<DispatchFacade['assignments']>>[number] | null;
  waiting?: Awaited<ReturnType<typeof findParked>> | null;
  transfers?: readonly OrderTransfer[];
  tasks?: unknown[];
  problem?: OrderProblem | null;
}

/** All events of an order fit one answer: an order that has more than this has a fault in its reporters. */
const EVENTS_LIMIT = 500;

@Injectable()
export class ExpandOrder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WaybillFacade) private readonly waybill: WaybillFacade,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(PaymentFacade) private readonly payment: PaymentFacade,
    @Inject(OrderParts) private readonly parts: OrderParts,
    @Inject(FindProblems) private readonly problems: FindProblems,
  ) {}

  async execute(ctx: Context, order: Order, wanted: readonly Expansion[]): Promise<OrderExpansions> {
    const parts = await Promise.all([...new Set(wanted)].map((part) => this.part(ctx, order, part)));
    return Object.assign({}, ...parts) as OrderExpansions;
  }

  private async part(ctx: Context, order: Order, part: Expansion): Promise<OrderExpansions> {
    const { id: orderId } = order;
    const db = this.database.statements(ctx);
    switch (part) {
      case 'events':
        return { events: await findEvents(db, orderId, 0, EVENTS_LIMIT) };
      case 'waybill': {
        const [waybill] = await this.waybill.find(ctx, db, [orderId]);
        return { waybill: waybill === undefined ? null : { number: waybill.number } };
      }
      case 'route':
        return { route: (await this.routing.findPlans(ctx, db, [orderId]))[0] ?? null };
      case 'assignment':
        return { assignment: (await this.dispatch.assignments(ctx, db, [orderId]))[0] ?? null };
      case 'waiting':
        return { waiting: await this.waiting(ctx, orderId) };
      case 'payment':
        return { transfers: await this.payment.transfersOf(ctx, db, orderId) };
      case 'tasks':
        return { tasks: await this.parts.tasksOf(ctx, db, orderId) };
      case 'problem':
        return { problem: (await this.problems.explain(ctx, [order])).get(orderId) ?? null };
    }
  }

  private async waiting(ctx: Context, orderId: string): Promise<OrderExpansions['waiting']> {
    const parked = await findParked(this.database.statements(ctx), orderId);
    if (parked === undefined) return null;
    return ctx.merchantId === undefined ? parked : withoutInnards(parked);
  }
}
