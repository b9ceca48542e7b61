import type { IdRange, IdWindow, Queryable, Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Assignment } from './domain/assignment';
import type { CourierMove } from './domain/courier-move';
import { AssignmentRepository } from './persistence/assignment.repository';
import { type ZoneCourier, ZoneCourierRepository } from './persistence/zone-courier.repository';
import { AssignCouriers, type CourierOutcome } from './use-cases/assign-couriers';
import { EnrolCouriers, type NewCourier } from './use-cases/enrol-couriers';
import { type MoveWish, ReassignCourier } from './use-cases/reassign-courier';
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
    @Inject(ReassignCourier) private readonly moving: ReassignCourier,
    @Inject(ZoneCourierRepository) private readonly zoneCouriers: ZoneCourierRepository,
  ) {}

  /**
   * Gives each order the nearest feasible courier of its zone, in the order of the requests (hand them in sorted by order
   * id, after the orders are locked). An order that has a courier keeps it. Zones stay locked until the caller commits, so
   * call it late; park what found no courier in the same transaction, under `zone:<zone id>` with the `detail` given here.
   */
  assignCouriers(ctx: Context, tx: Tx, searches: readonly CourierSearch[]): Promise<CourierOutcome[]> {
    return this.assign.execute(ctx, tx, searches.map(needOf));
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

  /** The orders of a range of ids that have a courier now, at most `limit`. */
  assignedBetween(_ctx: Context, db: Queryable, range: IdRange, limit: number): Promise<IdWindow> {
    return this.repository.between(db, range, limit);
  }

  /** Takes couriers on with their schedules, many at a time; their shifts are there when the transaction commits. Returns their ids. */
  async enrolCouriers(ctx: Context, tx: Tx, couriers: readonly NewCourier[]): Promise<string[]> {
    return (await this.enrol.execute(ctx, tx, couriers)).map((courier) => courier.id);
  }

  /**
   * Gives an order to the courier whom a person names; its slot moves once. The caller holds the order's lock and calls this late.
   *
   * @throws DomainError why that courier cannot take it; see `ReassignCourier`
   */
  reassign(ctx: Context, tx: Tx, search: Omit<CourierSearch, 'weightG'>, courierId: string): Promise<CourierMove> {
    return this.moving.execute(ctx, tx, moveOf(search, courierId));
  }

  /** What `reassign` would do, and nothing of it; refuses as it does. */
  previewReassignment(tx: Tx, search: Omit<CourierSearch, 'weightG'>, courierId: string): Promise<CourierMove> {
    return this.moving.preview(tx, moveOf(search, courierId));
  }

  /** The active couriers of a zone with their shift at `now` or the next one, by id, `limit` at the most. */
  couriersOf(db: Queryable, zoneId: string, now: Date, limit: number): Promise<ZoneCourier[]> {
    return this.zoneCouriers.list(db, zoneId, now, limit);
  }
}

function moveOf(search: Omit<CourierSearch, 'weightG'>, courierId: string): MoveWish {
  return { request: needOf(search), courierId };
}

function needOf<Search extends Omit<CourierSearch, 'weightG'>>(search: Search) {
  const { arrivesAt, deliverAfter, deliverBefore, ...rest } = search;
  return {
    ...rest,
    arrivesAtMs: arrivesAt.getTime(),
    deliverAfterMs: deliverAfter?.getTime(),
    deliverBeforeMs: deliverBefore?.getTime(),
  };
}
