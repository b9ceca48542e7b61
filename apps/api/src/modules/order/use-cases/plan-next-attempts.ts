import { TransactionalEvents, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { DispatchFacade } from '#module/dispatch';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import type { Step, Transition } from '../domain/transition';
import { DeliveriesReplanned } from '../order.events';
import { backAt } from '../persistence/order.repository';

/** An order that comes to its station, or is there, and needs a courier. */
export interface ExpectedOrder {
  readonly order: StageOrder;
  /** The trips that it holds seats on; none when its line haul lies behind it. */
  readonly tripIds: readonly number[];
  readonly arrivesAt: Date;
}

const PLANNED = 'courier_assigned';

/** The fact that an order has a courier for its next attempt: it moves nothing, its shift is still to come. */
export function attemptPlanned(data: Readonly<Record<string, unknown>>): Step {
  return { to: 'delivery_failed', code: PLANNED, data };
}

/** What the dispatch stage does besides for orders that could not be handed over. */
@Injectable()
export class PlanNextAttempts {
  constructor(
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
  ) {}

  /**
   * Those of the locked orders that have no courier yet. They are at the station when the shift is over that failed, since
   * its courier keeps the parcel until then: so only a later shift suits them.
   */
  async expect(ctx: Context, tx: Tx, failed: readonly StageOrder[], now: Date): Promise<ExpectedOrder[]> {
    if (failed.length === 0) return [];
    const ids = failed.map((order) => order.id);
    const planned = new Set((await this.dispatch.assignments(ctx, tx, ids)).map(({ orderId }) => orderId));
    const back = await backAt(tx, ids);
    return failed
      .filter((order) => !planned.has(order.id))
      .map((order) => ({ order, tripIds: [], arrivesAt: latest(now, back.get(order.id)) }));
  }

  /** Tells those who keep the couriers' lists, in the stage's transaction. */
  async announce(ctx: Context, tx: Tx, transitions: readonly Transition[], now: Date): Promise<void> {
    const deliveries = transitions.flatMap(({ orderId, steps }) =>
      steps.flatMap(({ code, data }) => {
        const courierId = code === PLANNED ? data?.['courier_id'] : undefined;
        return typeof courierId === 'string' ? [{ orderId, courierId }] : [];
      }),
    );
    if (deliveries.length > 0) await this.events.publish(ctx, tx, new DeliveriesReplanned(deliveries, now));
  }
}

function latest(now: Date, back: Date | undefined): Date {
  return back !== undefined && back > now ? back : now;
}
