import { recordChanges } from '#lib/audit';
import { Database, findParked, unpark, type Tx } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { RoutingFacade } from '#module/routing';
import { TransportFacade } from '#module/transport';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { lockOrders } from '../persistence/order.repository';
import { DispatchOrders } from './dispatch-orders';

export interface DeliveryRequest {
  readonly orderId: string;
  /** The facility and the zone that the caller believes the order goes from and to; undefined: whatever its route says. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface AssignedDelivery {
  readonly orderId: string;
  readonly status: string;
  readonly version: number;
  readonly tripIds: readonly number[];
  readonly courierId: string;
  readonly shiftId: number;
  readonly zoneId: string;
  /** At the station; undefined when the order starts there. */
  readonly arrivesAt: Date | undefined;
  readonly assignedAt: Date;
  /** False when it had its courier before this call. */
  readonly isNew: boolean;
}

/** Does stage `dispatch` for one order now instead of in its turn, and says what came of it. */
@Injectable()
export class AssignDelivery {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DispatchOrders) private readonly dispatchOrders: DispatchOrders,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(TransportFacade) private readonly transport: TransportFacade,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
  ) {}

  /**
   * Commits before it answers. Its work row, where there is one, finds nothing left to do. An order that finds no room is
   * parked for it, as the stage would do, before this is thrown.
   *
   * @throws DomainError `order.not_found` (404), `transport.other_route` (409), `order.not_ready` (409), `transport.no_capacity` (409)
   */
  async execute(ctx: Context, request: DeliveryRequest): Promise<AssignedDelivery> {
    const outcome = await this.database.transaction(ctx, async (tx) => {
      const before = await found(tx, request.orderId);
      await this.requireRoute(ctx, tx, request);
      const held = await this.assignment(ctx, tx, before, false);
      if (held !== undefined) return held;
      requireReady(before);
      unpark(tx, [before.id]);
      await this.dispatchOrders.run(ctx, tx, [before.id]);
      const after = await found(tx, before.id);
      const [was, is] = [{ status: before.status }, { status: after.status }];
      recordChanges(tx, [{ ctx, resource: 'order', id: before.id, before: was, after: is }]);
      return (await this.assignment(ctx, tx, after, true)) ?? (await findParked(tx, before.id));
    });
    if (outcome !== undefined && 'courierId' in outcome) return outcome;
    const message = `There is no room for this order now: it waits for ${outcome?.key ?? 'capacity'}`;
    const context = outcome === undefined ? {} : { waiting_reason: outcome.reason, waiting_key: outcome.key };
    throw new DomainError('conflict', 'transport.no_capacity', message, { context });
  }

  private async requireRoute(ctx: Context, tx: Tx, { orderId, from, to }: DeliveryRequest): Promise<void> {
    if (from === undefined && to === undefined) return;
    const [plan] = await this.routing.findPlans(ctx, tx, [orderId]);
    const faults = [
      ...(from === undefined || from === plan?.fromFacilityId ? [] : [other('/from', plan?.fromFacilityId)]),
      ...(to === undefined || to === plan?.zoneId ? [] : [other('/to', plan?.zoneId)]),
    ];
    if (faults.length === 0) return;
    throw new DomainError('conflict', 'transport.other_route', 'The route of this order is another one', {
      errors: faults,
    });
  }

  private async assignment(
    ctx: Context,
    tx: Tx,
    { id, status, version }: StageOrder,
    isNew: boolean,
  ): Promise<AssignedDelivery | undefined> {
    const [assignment] = await this.dispatch.assignments(ctx, tx, [id]);
    if (assignment === undefined) return undefined;
    const [seats] = await this.transport.seats(ctx, tx, [id]);
    const { courierId, shiftId, zoneId, assignedAt } = assignment;
    const tripIds = seats?.tripIds ?? [];
    return {
      orderId: id,
      status,
      version,
      tripIds,
      courierId,
      shiftId,
      zoneId,
      arrivesAt: seats?.arrivesAt,
      assignedAt,
      isNew,
    };
  }
}

async function found(tx: Tx, orderId: string): Promise<StageOrder> {
  const [order] = await lockOrders(tx, [orderId]);
  if (order !== undefined) return order;
  throw new DomainError('not_found', 'order.not_found', `There is no order ${orderId}`);
}

function requireReady({ status }: StageOrder): void {
  if (status === 'waybill_created' || status === 'delivery_failed') return;
  const message = `An order that is ${status} is not ready for a vehicle and a courier`;
  throw new DomainError('conflict', 'order.not_ready', message, { context: { order_status: status } });
}

function other(pointer: string, actual: string | undefined): { pointer: string; detail: string } {
  return { pointer, detail: actual === undefined ? 'the order has no route yet' : `the order's route has ${actual}` };
}
