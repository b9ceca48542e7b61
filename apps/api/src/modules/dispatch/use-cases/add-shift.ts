import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CourierRepository } from '../persistence/courier.repository';
import type { Shift } from '../persistence/shift-row';
import { ShiftRepository } from '../persistence/shift.repository';
import { lockZonesToSupply } from '../persistence/zone-lock';
import { courierNotFound } from './courier-refusals';
import { WakeZones } from './wake-zones';

/** A single shift beside the weekly pattern. Capacity is the courier's unless said. */
export interface NewShift {
  readonly courierId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacityParcels?: number;
  readonly capacityG?: number;
}

const LONGEST_MS = 24 * 3_600_000;

/** Adds one shift of a courier; orders that wait for its room are made ready in the same transaction. */
@Injectable()
export class AddShift {
  constructor(
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(ShiftRepository) private readonly shifts: ShiftRepository,
    @Inject(WakeZones) private readonly wakeZones: WakeZones,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `dispatch.courier_not_found`, `dispatch.courier_inactive`, `dispatch.shift_times` (refused),
   *   `dispatch.shift_overlaps` (conflict)
   */
  async execute(_ctx: Context, tx: Tx, wanted: NewShift): Promise<Shift> {
    this.requireTimes(wanted);
    const courier = await this.couriers.lock(tx, wanted.courierId);
    if (courier === null) throw courierNotFound(wanted.courierId);
    if (!courier.active) {
      throw new DomainError('refused', 'dispatch.courier_inactive', 'An inactive courier gets no shift');
    }
    await lockZonesToSupply(tx, [courier.zoneId]);
    const other = await this.shifts.findOverlapping(tx, courier.id, wanted.startsAt, wanted.endsAt);
    if (other !== undefined) {
      const message = `The courier has shift ${other.id} from ${other.startsAt.toISOString()} to ${other.endsAt.toISOString()}`;
      throw new DomainError('conflict', 'dispatch.shift_overlaps', message, { context: { shift_id: other.id } });
    }
    const shift = await this.shifts.insert(tx, {
      courierId: courier.id,
      zoneId: courier.zoneId,
      startsAt: wanted.startsAt,
      endsAt: wanted.endsAt,
      capacityParcels: wanted.capacityParcels ?? courier.capacityParcels,
      capacityG: wanted.capacityG ?? courier.capacityG,
    });
    await this.wakeZones.execute(tx, [shift]);
    return shift;
  }

  private requireTimes({ startsAt, endsAt }: NewShift): void {
    const lengthMs = endsAt.getTime() - startsAt.getTime();
    const isPossible = lengthMs > 0 && lengthMs <= LONGEST_MS && endsAt > this.clock.now();
    if (isPossible) return;
    const message = 'A shift ends after it starts, lasts at most 24 hours and is not over yet';
    const errors = [{ pointer: '/ends_at', detail: 'does not suit starts_at, or lies in the past' }];
    throw new DomainError('refused', 'dispatch.shift_times', message, { errors });
  }
}
