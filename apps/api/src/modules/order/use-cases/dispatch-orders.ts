import { park, type ParkedOrder, type StageHandler, type StageResult, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { DispatchFacade } from '#module/dispatch';
import { RoutingFacade } from '#module/routing';
import { TransportFacade } from '#module/transport';
import { WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { transition, type Transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';
import { windowOf } from './delivery-window';
import { attemptPlanned, type ExpectedOrder, PlanNextAttempts } from './plan-next-attempts';

/**
 * Stage `dispatch`: an order with a waybill gets a seat on every line-haul leg and a courier's slot for the last mile,
 * both or neither: without a courier its seats are given back in the same transaction and it waits for the zone. An order
 * that could not be handed over gets a courier for the next attempt, and stays where it stands.
 */
@Injectable()
export class DispatchOrders implements StageHandler {
  readonly stage = 'dispatch';

  constructor(
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(TransportFacade) private readonly transport: TransportFacade,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(PlanNextAttempts) private readonly nextAttempts: PlanNextAttempts,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<StageResult> {
    const now = this.clock.now();
    const locked = await lockOrders(tx, orderIds);
    const orders = locked.filter((order) => order.status === 'waybill_created');
    const failed = locked.filter(isAtStation);
    if (orders.length + failed.length === 0) return { moved: 0, parked: 0, skipped: orderIds.length };
    const waiting: ParkedOrder[] = [];
    const seated = await this.seat(ctx, tx, orders, now, waiting);
    const again = await this.nextAttempts.expect(ctx, tx, failed, now);
    const expected = [...seated, ...again].sort((a, b) => (a.order.id < b.order.id ? -1 : 1));
    const transitions = await this.assign(ctx, tx, expected, waiting);
    applyTransitions(ctx, tx, transitions, now);
    await this.nextAttempts.announce(ctx, tx, transitions, now);
    park(tx, waiting, now);
    const touched = transitions.length + waiting.length;
    return { moved: transitions.length, parked: waiting.length, skipped: orderIds.length - touched };
  }

  async stillWaiting(tx: Tx, orderIds: readonly string[]): Promise<readonly string[]> {
    return (await lockOrders(tx, orderIds))
      .filter((order) => order.status === 'waybill_created' || isAtStation(order))
      .map((order) => order.id);
  }

  private async seat(
    ctx: Context,
    tx: Tx,
    orders: readonly StageOrder[],
    now: Date,
    waiting: ParkedOrder[],
  ): Promise<ExpectedOrder[]> {
    const plans = await this.routing.findPlans(
      ctx,
      tx,
      orders.map((order) => order.id),
    );
    const linksOf = new Map(plans.map((plan) => [plan.orderId, plan.linkIds]));
    const readyAt = new Date(now.getTime() + this.settings.of(ctx).routing.handlingS * 1000);
    const outcomes = await this.transport.assignTrips(
      ctx,
      tx,
      orders.map((order) => ({ orderId: order.id, linkIds: required(linksOf, order.id), readyAt })),
    );
    const seated: ExpectedOrder[] = [];
    orders.forEach((order, index) => {
      const outcome = outcomes[index];
      if (outcome?.orderId !== order.id) throw new Error(`No trip outcome for order ${order.id}`);
      if (outcome.outcome === 'seated') seated.push({ order, tripIds: outcome.tripIds, arrivesAt: outcome.arrivesAt });
      else waiting.push(waitFor(order, `link:${outcome.linkId}`, { link_id: outcome.linkId }));
    });
    return seated;
  }

  private async assign(
    ctx: Context,
    tx: Tx,
    expected: readonly ExpectedOrder[],
    waiting: ParkedOrder[],
  ): Promise<Transition[]> {
    const catalog = this.warehouse.catalog();
    const outcomes = await this.dispatch.assignCouriers(
      ctx,
      tx,
      expected.map(({ order, arrivesAt }) => ({
        orderId: order.id,
        zoneId: order.zoneId,
        lat: order.lat,
        lng: order.lng,
        weightG: order.lines.reduce((sum, line) => sum + (catalog.weightG(line.sku) ?? 0) * line.quantity, 0),
        arrivesAt,
        ...windowOf(order),
      })),
    );
    const transitions: Transition[] = [];
    const unseated: string[] = [];
    expected.forEach(({ order, tripIds }, index) => {
      const outcome = outcomes[index];
      if (outcome?.orderId !== order.id) throw new Error(`No courier outcome for order ${order.id}`);
      if (outcome.outcome === 'assigned') {
        const data = { courier_id: outcome.courierId, shift_id: outcome.shiftId, trip_ids: tripIds };
        transitions.push(transition(order, [isAtStation(order) ? attemptPlanned(data) : { to: 'dispatched', data }]));
        return;
      }
      if (!isAtStation(order)) unseated.push(order.id);
      waiting.push(waitFor(order, `zone:${outcome.zoneId}`, { zone_id: outcome.zoneId, detail: outcome.detail }));
    });
    if (unseated.length > 0) await this.transport.release(ctx, tx, unseated);
    return transitions;
  }
}

/** The way to the station lies behind it: its seats were used, and are nobody's to give back. */
function isAtStation(order: StageOrder): boolean {
  return order.status === 'delivery_failed';
}

function required(linksOf: ReadonlyMap<string, readonly number[]>, orderId: string): number[] {
  const linkIds = linksOf.get(orderId);
  if (linkIds === undefined) throw new Error(`Order ${orderId} has a waybill but no route plan`);
  return [...linkIds];
}

function waitFor(order: StageOrder, key: string, detail: Record<string, unknown>): ParkedOrder {
  return { orderId: order.id, stage: 'dispatch', reason: 'capacity', key, detail };
}
