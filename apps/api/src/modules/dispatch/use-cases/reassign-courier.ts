import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Assignment } from '../domain/assignment';
import type { CourierRequest } from '../domain/choose-batch';
import { chooseCourier, type Choice, type Whereabouts } from '../domain/choose-courier';
import { moveSide, type CourierMove } from '../domain/courier-move';
import { distanceM } from '../domain/distance';
import { explainMove, explainNone } from '../domain/explanation';
import type { Shift } from '../domain/shift';
import { AssignmentRepository } from '../persistence/assignment.repository';
import { CourierRepository } from '../persistence/courier.repository';
import { openShiftOf } from '../persistence/shift-row';
import { ShiftRepository } from '../persistence/shift.repository';
import { lockZonesToAssign } from '../persistence/zone-lock';
import { courierElsewhere, courierInactive, noCourierToReplace, sameCourier, unknownCourier } from './courier-refusals';
import { FindWhereabouts } from './find-whereabouts';
import { WakeZones } from './wake-zones';

/** An order and the courier that somebody wants for it. The weight is that of the slot which it holds. */
export interface MoveWish {
  readonly request: Omit<CourierRequest, 'weightG'>;
  readonly courierId: string;
}

interface Weighed {
  readonly held: Assignment;
  readonly choice: Extract<Choice, { kind: 'chosen' }>;
  readonly move: CourierMove;
}

/** Gives an order to the courier whom a person names, if that one has a shift, the room and the time for it. */
@Injectable()
export class ReassignCourier {
  constructor(
    @Inject(ShiftRepository) private readonly shifts: ShiftRepository,
    @Inject(AssignmentRepository) private readonly assignments: AssignmentRepository,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(FindWhereabouts) private readonly whereabouts: FindWhereabouts,
    @Inject(WakeZones) private readonly wakeZones: WakeZones,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * What the move would do, and nothing of it. It may be refused all the same when it is asked for.
   *
   * @throws DomainError `dispatch.not_assigned`, `dispatch.same_courier`, `dispatch.no_room` (conflict),
   *   `dispatch.unknown_courier`, `dispatch.courier_inactive`, `dispatch.courier_elsewhere` (refused)
   */
  async preview(tx: Tx, wish: MoveWish): Promise<CourierMove> {
    return (await this.weigh(tx, await this.heldOf(tx, wish), wish)).move;
  }

  /** Moves the slot, once, in the caller's transaction, which holds the order's lock. @throws as `preview` */
  async execute(_ctx: Context, tx: Tx, wish: MoveWish): Promise<CourierMove> {
    const held = await this.heldOf(tx, wish);
    lockZonesToAssign(tx, [held.zoneId, wish.request.zoneId]);
    const { choice, move } = await this.weigh(tx, held, wish);
    const { orderId } = wish.request;
    const { weightG } = held;
    const ended = await this.assignments.delete(tx, [orderId]);
    if (ended.length !== 1) throw new Error(`The courier of order ${orderId} changed under its lock`);
    const freed = await this.shifts.free(tx, [{ shiftId: held.shiftId, parcels: 1, grams: weightG }]);
    this.shifts.take(tx, [{ shiftId: move.to.shiftId, parcels: 1, grams: weightG }]);
    const assignment = { orderId, shiftId: move.to.shiftId, weightG, explanation: explainMove(choice) };
    this.assignments.insert(tx, [assignment], this.clock.now());
    await this.wakeZones.execute(tx, freed);
    return move;
  }

  private async heldOf(tx: Tx, { request, courierId }: MoveWish): Promise<Assignment> {
    const [held] = await this.assignments.find(tx, [request.orderId]);
    if (held === undefined) throw noCourierToReplace(request.orderId);
    if (held.courierId === courierId) throw sameCourier();
    return held;
  }

  private async weigh(tx: Tx, held: Assignment, { request, courierId }: MoveWish): Promise<Weighed> {
    const now = this.clock.now();
    const need = { ...request, weightG: held.weightG };
    const open = await this.openShifts(tx, courierId, request.zoneId, now);
    const around = await this.whereabouts.of(tx, request.zoneId, request, now);
    const choice = chooseCourier(need, open.map(openShiftOf), around, now.getTime());
    if (choice.kind === 'none') throw noRoom(choice);
    const from = await this.shifts.find(tx, held.shiftId);
    const to = open.find(({ id }) => id === choice.best.shift.id);
    if (from === undefined || to === undefined) throw new Error(`A shift of order ${request.orderId} is gone`);
    const move = {
      orderId: request.orderId,
      from: moveSide(from, -1, need.weightG, distanceM(placeOf(held.courierId, around), request)),
      to: moveSide(to, 1, need.weightG, choice.best.distanceM),
    };
    return { held, choice, move };
  }

  private async openShifts(tx: Tx, courierId: string, zoneId: string, now: Date): Promise<Shift[]> {
    const courier = await this.couriers.read(tx, courierId);
    if (courier === null) throw unknownCourier(courierId);
    if (!courier.active) throw courierInactive();
    const open = await this.shifts.openOfCourier(tx, courierId, zoneId, now);
    if (open.length === 0 && courier.zoneId !== zoneId) throw courierElsewhere(zoneId);
    return open;
  }
}

function placeOf(courierId: string, { positions, zoneCentre }: Whereabouts) {
  return positions.get(courierId) ?? zoneCentre;
}

function noRoom(choice: Extract<Choice, { kind: 'none' }>): DomainError {
  const message =
    choice.considered === 0
      ? 'The courier has no shift ahead'
      : explainNone(choice).replace('of the zone', 'of the courier');
  return new DomainError('conflict', 'dispatch.no_room', message, { context: { rejected: choice.rejected } });
}
