import type { Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Assignment } from './domain/assignment';
import { AssignmentRepository } from './persistence/assignment.repository';
import { AssignCouriers, type CourierOutcome } from './use-cases/assign-couriers';
import { EnrolCouriers, type NewCourier } from './use-cases/enrol-couriers';
import { ReleaseCouriers } from './use-cases/release-couriers';

/** One order that looks for a courier for its last mile. */
export interface CourierSearch {
  readonly orderId: string;
  readonly zoneId: string;
  readonly lat: number;
  readonly lng: number;
  readonly weightG: number;
  /** When the parcel is at the zone's station. */
  readonly arrivesAt: Date;
  readonly deliverAfter?: Date;
  readonly deliverBefore?: Date;
}

@Injectable()
export class DispatchFacade {
  constructor(
    @Inject(AssignCouriers) private readonly assign: AssignCouriers,
    @Inject(ReleaseCouriers) private readonly releaseCouriers: ReleaseCouriers,
    @Inject(EnrolCouriers) private readonly enrol: EnrolCouriers,
    @Inject(AssignmentRepository) private readonly repository: AssignmentRepository,
  ) {}

  /**
   * Gives each order the nearest feasible courier of its zone, in the order of the requests (hand them in sorted by order
   * id, after the orders are locked). An order that has a courier keeps it. Zones stay locked until the caller commits, so
   * call it late; park what found no courier in the same transaction, under `zone:<zone id>` with the `detail` given here.
   */
  assignCouriers(ctx: Context, tx: Tx, searches: readonly CourierSearch[]): Promise<CourierOutcome[]> {
    const requests = searches.map(({ arrivesAt, deliverAfter, deliverBefore, ...search }) => ({
      ...search,
      arrivesAtMs: arrivesAt.getTime(),
      deliverAfterMs: deliverAfter?.getTime(),
      deliverBeforeMs: deliverBefore?.getTime(),
    }));
    return this.assign.execute(ctx, tx, requests);
  }

  /**
   * Gives the slots of these orders back, each once, and makes as many orders ready again as now fit. Call it after trips were
   * released, as assigning locks trips before zones, and not in a transaction that assigns.
   */
  release(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<void> {
    return this.releaseCouriers.execute(ctx, tx, orderIds);
  }

  /** The active assignments of these orders, in no particular order; an order without one is absent. */
  assignments(_ctx: Context, db: Queryable, orderIds: readonly string[]): Promise<Assignment[]> {
    return this.repository.find(db, orderIds);
  }

  /** Takes couriers on with their schedules, many at a time; their shifts are there when the transaction commits. Returns their ids. */
  async enrolCouriers(ctx: Context, tx: Tx, couriers: readonly NewCourier[]): Promise<string[]> {
    return (await this.enrol.execute(ctx, tx, couriers)).map((courier) => courier.id);
  }
}
