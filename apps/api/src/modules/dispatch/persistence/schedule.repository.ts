import { Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import type { ScheduleEntry } from '../domain/weekly-schedule';

const READ = statement(
  'dispatch.read-schedule',
  `select weekdays, start_minute as "startMinute", end_minute as "endMinute" from courier_schedules
    where courier_id = $1 order by start_minute, end_minute`,
);

const CLEAR = statement('dispatch.clear-schedules', `delete from courier_schedules where courier_id = any($1::uuid[])`);

const INSERT = statement(
  'dispatch.insert-schedules',
  `insert into courier_schedules (courier_id, weekdays, start_minute, end_minute)
   select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[])`,
);

/** The weekly pattern of one courier. */
export interface CourierSchedule {
  readonly courierId: string;
  readonly entries: readonly ScheduleEntry[];
}

@Injectable()
export class ScheduleRepository {
  async read(db: Queryable, courierId: string): Promise<ScheduleEntry[]> {
    return db.query<ScheduleEntry>(READ, [courierId]);
  }

  async replace(tx: Tx, schedules: readonly CourierSchedule[]): Promise<void> {
    await tx.execute(CLEAR, [schedules.map((schedule) => schedule.courierId)]);
    const rows = schedules.flatMap(({ courierId, entries }) => entries.map((entry) => ({ courierId, ...entry })));
    if (rows.length === 0) return;
    await tx.execute(INSERT, [
      rows.map((row) => row.courierId),
      rows.map((row) => row.weekdays),
      rows.map((row) => row.startMinute),
      rows.map((row) => row.endMinute),
    ]);
  }
}
