import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Courier } from '../persistence/courier.entity';
import { CourierRepository } from '../persistence/courier.repository';
import { ScheduleRepository } from '../persistence/schedule.repository';
import type { Shift } from '../persistence/shift-row';
import { ShiftRepository } from '../persistence/shift.repository';
import type { VersionedSchedule } from './change-schedule';
import { courierNotFound } from './courier-refusals';
import { requireOwnCourier } from './require-own-courier';

/** Couriers, their weekly patterns and their shifts, to look at. A courier sees itself only. */
@Injectable()
export class ReadCouriers {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(ScheduleRepository) private readonly schedules: ScheduleRepository,
    @Inject(ShiftRepository) private readonly shifts: ShiftRepository,
  ) {}

  /** @throws DomainError `dispatch.courier_not_found` */
  async one(ctx: Context, id: string): Promise<Courier> {
    requireOwnCourier(ctx, id);
    const courier = await this.couriers.find(ctx, id);
    if (courier === null) throw courierNotFound(id);
    return courier;
  }

  /** Up to `limit` + 1, by id. */
  async list(ctx: Context, filter: { zoneId?: string; afterId?: string; limit: number }): Promise<Courier[]> {
    return this.couriers.list(ctx, { ...filter, limit: filter.limit + 1 });
  }

  /** @throws DomainError `dispatch.courier_not_found` */
  async schedule(ctx: Context, id: string): Promise<VersionedSchedule> {
    const { version } = await this.one(ctx, id);
    return { entries: await this.schedules.read(this.database.statements(ctx), id), version };
  }

  /** Up to `limit` + 1 shifts that start after `after`, by start. */
  async shiftsOf(ctx: Context, id: string, after: Date, limit: number): Promise<Shift[]> {
    await this.one(ctx, id);
    return this.shifts.list(this.database.statements(ctx), id, after, limit + 1);
  }
}
