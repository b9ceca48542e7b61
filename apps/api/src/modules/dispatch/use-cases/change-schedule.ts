import { Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { findOverlap, normalizeSchedule, type ScheduleEntry } from '../domain/weekly-schedule';
import { CourierRepository } from '../persistence/courier.repository';
import { ScheduleRepository } from '../persistence/schedule.repository';
import { courierNotFound } from './courier-refusals';
import { LayOutShifts } from './lay-out-shifts';

/** A courier's weekly pattern under the courier's own version. */
export interface VersionedSchedule {
  readonly entries: readonly ScheduleEntry[];
  readonly version: number;
}

/** Replaces a courier's weekly pattern; the shifts ahead follow at once. */
@Injectable()
export class ChangeSchedule {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(ScheduleRepository) private readonly schedules: ScheduleRepository,
    @Inject(LayOutShifts) private readonly layOutShifts: LayOutShifts,
  ) {}

  /** @throws DomainError `dispatch.courier_not_found`, `request.stale`, `dispatch.schedule_overlaps` (refused) */
  async execute(
    ctx: Context,
    id: string,
    version: number,
    wanted: readonly ScheduleEntry[],
  ): Promise<VersionedSchedule> {
    const entries = normalizeSchedule(wanted);
    const overlap = findOverlap(entries);
    if (overlap !== undefined) {
      const message = `Two entries overlap on ${overlap}; a courier works one shift at a time`;
      const errors = [{ pointer: '/entries', detail: `overlapping on ${overlap}` }];
      throw new DomainError('refused', 'dispatch.schedule_overlaps', message, { errors });
    }
    return this.database.transaction(ctx, async (tx) => {
      const courier = await this.couriers.lock(tx, id);
      if (courier === null) throw courierNotFound(id);
      requireVersion(courier.version, version);
      courier.version += 1;
      await this.couriers.save(tx, courier);
      await this.schedules.replace(tx, [{ courierId: id, entries }]);
      await this.layOutShifts.adjust(ctx, tx, [id], [courier.zoneId]);
      return { entries, version: courier.version };
    });
  }
}
