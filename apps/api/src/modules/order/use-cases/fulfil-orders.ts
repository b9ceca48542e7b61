import { park, unpark, type ParkedOrder, type StageHandler, type StageResult, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { RoutingFacade, type RoutePlan } from '#module/routing';
import { WarehouseFacade } from '#module/warehouse';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { transition, type Transition } from '../domain/transition';
import { lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';
import { rankWarehouses } from './rank-warehouses';

/** An order with the warehouses that can reach its zone, nearest first, and the route from each. */
interface Candidate {
  readonly order: StageOrder;
  readonly warehouseIds: readonly string[];
}

/**
 * Stage `fulfilment`: paid and backordered orders get their stock, their waybill and their route in one transaction.
 * Routes are known before anything is locked, so stock is only taken where a route leads to the recipient.
 */
@Injectable()
export class FulfilOrders implements StageHandler {
  readonly stage = 'fulfilment';

  constructor(
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(WaybillFacade) private readonly waybill: WaybillFacade,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<StageResult> {
    const now = this.clock.now();
    const orders = (await lockOrders(tx, orderIds)).filter(isUnserved);
    if (orders.length === 0) return { moved: 0, parked: 0, skipped: orderIds.length };
    const ranked = this.rank(orders);
    const reachable = ranked.filter((candidate) => candidate.warehouseIds.length > 0);
    const waiting = ranked.filter((candidate) => candidate.warehouseIds.length === 0).map(waitForRoute);
    const transitions: Transition[] = [];
    const moved = await this.reserve(ctx, tx, reachable, transitions, waiting);
    const plans = this.plans(ctx, moved, now);
    const next = moved.map(({ order }) => order.id);
    const issued = this.waybill.issue(ctx, tx, next);
    this.routing.savePlans(ctx, tx, plans);
    applyTransitions(ctx, tx, transitions, now, { stage: 'dispatch', orderIds: next });
    const resumed = orders.filter((order) => order.status === 'backordered').map((order) => order.id);
    unpark(tx, resumed);
    park(tx, waiting, now);
    await issued;
    return { moved: moved.length, parked: waiting.length, skipped: orderIds.length - orders.length };
  }

  async stillWaiting(tx: Tx, orderIds: readonly string[]): Promise<readonly string[]> {
    return (await lockOrders(tx, orderIds)).filter(isUnserved).map((order) => order.id);
  }

  private rank(orders: readonly StageOrder[]): Candidate[] {
    const zoneIds = orders.map((order) => order.zoneId);
    const ofZone = rankWarehouses(this.warehouse, this.routing, zoneIds);
    return orders.map((order) => ({ order, warehouseIds: ofZone.get(order.zoneId) ?? [] }));
  }

  private async reserve(
    ctx: Context,
    tx: Tx,
    candidates: readonly Candidate[],
    transitions: Transition[],
    waiting: ParkedOrder[],
  ): Promise<{ order: StageOrder; warehouseId: string }[]> {
    const outcomes = await this.warehouse.reserve(
      ctx,
      tx,
      candidates.map(({ order, warehouseIds }) => ({ orderId: order.id, lines: order.lines, warehouseIds })),
    );
    const reserved: { order: StageOrder; warehouseId: string }[] = [];
    candidates.forEach(({ order }, index) => {
      const outcome = outcomes[index];
      if (outcome?.orderId !== order.id) throw new Error(`No reservation outcome for order ${order.id}`);
      if (outcome.outcome === 'reserved') {
        transitions.push(transition(order, [{ to: 'allocated' }, { to: 'waybill_created' }]));
        reserved.push({ order, warehouseId: outcome.warehouseId });
        return;
      }
      if (order.status === 'paid') transitions.push(transition(order, [{ to: 'backordered' }]));
      waiting.push(waitForStock(order, outcome.sku));
    });
    return reserved;
  }

  private plans(
    ctx: Context,
    reserved: readonly { order: StageOrder; warehouseId: string }[],
    now: Date,
  ): (RoutePlan & { orderId: string; etaAt: Date })[] {
    const facilityOf = new Map(this.warehouse.warehouses().map((warehouse) => [warehouse.id, warehouse.facilityId]));
    const plans = this.routing.plan(
      reserved.map(({ order, warehouseId }) => ({
        fromFacilityId: facilityOf.get(warehouseId) ?? '',
        zoneId: order.zoneId,
        lat: order.lat,
        lng: order.lng,
      })),
    );
    const handlingS = this.settings.of(ctx).routing.handlingS;
    return reserved.map(({ order }, index) => {
      const plan = plans[index];
      if (plan === undefined) throw new Error(`The network changed while order ${order.id} was being fulfilled`);
      return { ...plan, orderId: order.id, etaAt: new Date(now.getTime() + (handlingS + plan.durationS) * 1000) };
    });
  }
}

function waitForRoute({ order }: Candidate): ParkedOrder {
  return { orderId: order.id, stage: 'fulfilment', reason: 'route', key: order.zoneId, detail: {} };
}

function waitForStock(order: StageOrder, sku: string): ParkedOrder {
  const quantity = order.lines.reduce((sum, line) => (line.sku === sku ? sum + line.quantity : sum), 0);
  return { orderId: order.id, stage: 'fulfilment', reason: 'stock', key: sku, detail: { sku, quantity } };
}

function isUnserved({ status }: StageOrder): boolean {
  return status === 'paid' || status === 'backordered';
}
