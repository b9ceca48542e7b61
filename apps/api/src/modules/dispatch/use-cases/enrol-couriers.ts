import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { ScheduleEntry } from '../domain/weekly-schedule';
import type { Vehicle } from '../domain/vehicle';
import { Courier } from '../persistence/courier.entity';
import { CourierRepository } from '../persistence/courier.repository';
import { ScheduleRepository } from '../persistence/schedule.repository';
import { ZoneDirectory } from '../zone-directory';
import { LayOutShifts } from './lay-out-shifts';

/** A courier to be. Without a schedule it works only the shifts that are added one by one. */
export interface NewCourier {
  /** A new UUIDv7 unless given. */
  readonly id?: string;
  readonly zoneId: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly vehicle: Vehicle;
  readonly capacityParcels: number;
  readonly capacityG: number;
  readonly schedule?: readonly ScheduleEntry[];
}

/** Takes couriers on, with the shifts that their schedules ask for. */
@Injectable()
export class EnrolCouriers {
  constructor(
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(ScheduleRepository) private readonly schedules: ScheduleRepository,
    @Inject(LayOutShifts) private readonly layOutShifts: LayOutShifts,
    @Inject(ZoneDirectory) private readonly zones: ZoneDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `dispatch.unknown_zone` (refused) */
  async execute(ctx: Context, tx: Tx, newCouriers: readonly NewCourier[]): Promise<Courier[]> {
    await this.zones.hold(
      ctx,
      tx,
      newCouriers.map((courier) => courier.zoneId),
    );
    const now = this.clock.now();
    const enrolled = newCouriers.map((courier) => toCourier(courier, now));
    await this.couriers.insert(tx, enrolled);
    const schedules = newCouriers.flatMap(({ schedule }, index) => {
      const courierId = enrolled[index]?.id;
      return schedule === undefined || courierId === undefined ? [] : [{ courierId, entries: schedule }];
    });
    if (schedules.length === 0) return enrolled;
    await this.schedules.replace(tx, schedules);
    await this.layOutShifts.adjust(
      ctx,
      tx,
      schedules.map((schedule) => schedule.courierId),
      enrolled.map((courier) => courier.zoneId),
    );
    return enrolled;
  }
}

function toCourier(from: NewCourier, now: Date): Courier {
  const courier = new Courier();
  courier.id = from.id ?? uuidv7(now.getTime());
  courier.zoneId = from.zoneId;
  courier.name = from.name;
  courier.phone = from.phone;
  courier.vehicle = from.vehicle;
  courier.capacityParcels = from.capacityParcels;
  courier.capacityG = from.capacityG;
  courier.active = true;
  courier.version = 1;
  courier.createdAt = now;
  return courier;
}
