import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { type StoredTimetable, type TimetableFilter, TimetableRepository } from '../persistence/timetable.repository';

/** Up to `limit + 1` timetables in the order of their ids. */
@Injectable()
export class ListTimetables {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
  ) {}

  execute(ctx: Context, filter: TimetableFilter): Promise<StoredTimetable[]> {
    return this.timetables.list(this.database.entities(ctx), filter);
  }
}
