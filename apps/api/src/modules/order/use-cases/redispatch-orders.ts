import { recordChanges, type RecordedChange } from '#lib/audit';
import { parkedAmong, unpark, type Tx } from '#lib/database';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { TransportFacade } from '#module/transport';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { decideRedispatch } from '../domain/redispatch';
import { transition, type Transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';
import { orderNotFound } from './order-refusals';

/** What one transaction gives back. */
interface Plan {
  readonly transitions: Transition[];
  readonly seats: string[];
  readonly couriers: string[];
  readonly waiting: string[];
  readonly changes: RecordedChange[];
}

/**
 * Takes orders back from their couriers and gives them to stage `dispatch` anew, as operators do after shifts, links or zones
 * have changed: it looks for the best courier among those that there are then, which may be the same one.
 */
@Injectable()
export class RedispatchOrders {
  constructor(
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(TransportFacade) private readonly transport: TransportFacade,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the caller's transaction. One outcome for each id: the new version, `order.not_found` (404) or `order.not_redispatchable` (409). */
  async execute(
    ctx: Context,
    tx: Tx,
    orderIds: readonly string[],
    reason: string,
  ): Promise<Map<string, number | DomainError>> {
    const orders = await lockOrders(tx, orderIds);
    const assigned = new Set((await this.dispatch.assignments(ctx, tx, orderIds)).map(({ orderId }) => orderId));
    const waitsFor = new Map((await parkedAmong(tx, orderIds)).map((one) => [one.orderId, one.reason]));
    const outcomes = new Map<string, number | DomainError>(orderIds.map((id) => [id, orderNotFound(id)]));
    const plan: Plan = { transitions: [], seats: [], couriers: [], waiting: [], changes: [] };
    for (const order of orders) {
      const has = { courier: assigned.has(order.id), waitsFor: waitsFor.get(order.id) };
      outcomes.set(order.id, add(ctx, plan, order, has, reason));
    }
    await this.carryOut(ctx, tx, plan);
    return outcomes;
  }

  private async carryOut(
    ctx: Context,
    tx: Tx,
    { transitions, seats, couriers, waiting, changes }: Plan,
  ): Promise<void> {
    const orderIds = transitions.map(({ orderId }) => orderId);
    applyTransitions(ctx, tx, transitions, this.clock.now(), { stage: 'dispatch', orderIds });
    recordChanges(tx, changes);
    unpark(tx, waiting);
    if (seats.length > 0) await this.transport.release(ctx, tx, seats);
    if (couriers.length > 0) await this.dispatch.release(ctx, tx, couriers);
  }
}

function add(
  ctx: Context,
  plan: Plan,
  order: StageOrder,
  has: { readonly courier: boolean; readonly waitsFor: string | undefined },
  reason: string,
): number | DomainError {
  const decision = decideRedispatch(order.status, has);
  if (decision.kind === 'refused') {
    const context = { order_status: order.status };
    return new DomainError('conflict', 'order.not_redispatchable', decision.detail, { context });
  }
  const to = decision.kind === 'take_back' ? decision.to : order.status;
  const moved = transition(order, [{ to, code: 'redispatched', data: { reason } }]);
  plan.transitions.push(moved);
  const [before, after] = [{ status: order.status }, { status: to, redispatched: true }];
  plan.changes.push({ ctx, resource: 'order', id: order.id, before, after });
  if (decision.kind === 'look_again') plan.waiting.push(order.id);
  else plan.couriers.push(order.id);
  if (decision.kind === 'take_back' && decision.givesSeatsBack) plan.seats.push(order.id);
  return moved.version;
}
