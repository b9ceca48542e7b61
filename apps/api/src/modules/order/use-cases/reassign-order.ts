import { recordChanges } from '#lib/audit';
import { Database, TransactionalEvents, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { DispatchFacade, type CourierMove } from '#module/dispatch';
import { TransportFacade } from '#module/transport';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { reassignRefusal } from '../domain/reassign';
import { transition } from '../domain/transition';
import { DeliveriesReplanned } from '../order.events';
import { backAt, lockOrders } from '../persistence/order.repository';
import { applyTransitions } from '../persistence/transition.repository';
import { windowOf } from './delivery-window';
import { orderNotFound } from './order-refusals';

/** Another courier for one order, whom a person has chosen. */
export interface Reassignment {
  readonly orderId: string;
  /** The version of the order that the person has seen. */
  readonly ifMatch: number;
  readonly courierId: string;
  readonly reason: string;
}

/** What has happened, or would: `version` is the order's afterwards. */
export interface Reassigned {
  readonly move: CourierMove;
  readonly version: number;
}

/** Gives an order to another courier. Its state stays: an event tells of it, and the audit. */
@Injectable()
export class ReassignOrder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(TransportFacade) private readonly transport: TransportFacade,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `order.not_found`, `request.stale`, `order.not_reassignable` (409), and why the courier cannot take it
   *   (`DispatchFacade.reassign`)
   */
  execute(ctx: Context, wish: Reassignment): Promise<Reassigned> {
    return this.database.transaction(ctx, async (tx) => {
      const { order, search } = await this.load(ctx, tx, wish);
      const move = await this.dispatch.reassign(ctx, tx, search, wish.courierId);
      return { move, version: await this.save(ctx, tx, order, move, wish.reason) };
    });
  }

  /** The same without doing it. */
  preview(ctx: Context, wish: Reassignment): Promise<Reassigned> {
    return this.database.transaction(ctx, async (tx) => {
      const { order, search } = await this.load(ctx, tx, wish);
      return { move: await this.dispatch.previewReassignment(tx, search, wish.courierId), version: order.version };
    });
  }

  private async load(ctx: Context, tx: Tx, { orderId, ifMatch }: Reassignment) {
    const [order] = await lockOrders(tx, [orderId]);
    if (order === undefined) throw orderNotFound(orderId);
    requireVersion(order.version, ifMatch);
    const refusal = reassignRefusal(order.status);
    if (refusal !== undefined) {
      throw new DomainError('conflict', 'order.not_reassignable', refusal, { context: { order_status: order.status } });
    }
    const { zoneId, lat, lng } = order;
    const arrivesAt = await this.arrivalOf(ctx, tx, order);
    return { order, search: { orderId, zoneId, lat, lng, arrivesAt, ...windowOf(order) } };
  }

  /** When its last trip arrives; for the next attempt, when the courier of the last one brings it back. */
  private async arrivalOf(ctx: Context, tx: Tx, { id, status }: StageOrder): Promise<Date> {
    if (status === 'delivery_failed') return (await backAt(tx, [id])).get(id) ?? this.clock.now();
    const [seats] = await this.transport.seats(ctx, tx, [id]);
    return seats?.arrivesAt ?? this.clock.now();
  }

  private async save(
    ctx: Context,
    tx: Tx,
    order: StageOrder,
    { from, to }: CourierMove,
    reason: string,
  ): Promise<number> {
    const now = this.clock.now();
    const data = { courier_id: to.courierId, shift_id: to.shiftId, from_courier_id: from.courierId, reason };
    const moved = transition(order, [{ to: order.status, code: 'reassigned', data }]);
    applyTransitions(ctx, tx, [moved], now);
    const before = { courier_id: from.courierId, shift_id: from.shiftId };
    const after = { courier_id: to.courierId, shift_id: to.shiftId };
    recordChanges(tx, [{ ctx, resource: 'assignment', id: order.id, before, after }]);
    if (order.status === 'delivery_failed') {
      await this.events.publish(
        ctx,
        tx,
        new DeliveriesReplanned([{ orderId: order.id, courierId: to.courierId }], now),
      );
    }
    return moved.version;
  }
}
