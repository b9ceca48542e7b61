import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { type StoredTimetable, TimetableRepository } from '../persistence/timetable.repository';

@Injectable()
export class GetTimetable {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
  ) {}

  async execute(ctx: Context, id: string): Promise<StoredTimetable> {
    const row = await this.timetables.find(this.database.entities(ctx), id);
    if (row === null)
      throw new DomainError('not_found', 'transport.timetable_not_found', `There is no timetable ${id}`);
    return row;
  }
}
