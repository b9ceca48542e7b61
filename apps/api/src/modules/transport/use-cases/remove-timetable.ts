import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { TimetableRepository } from '../persistence/timetable.repository';
import { WithdrawTrips } from './withdraw-trips';

/** Deletes a timetable and its coming trips; a trip that has orders still runs. */
@Injectable()
export class RemoveTimetable {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
    @Inject(WithdrawTrips) private readonly withdrawTrips: WithdrawTrips,
  ) {}

  execute(ctx: Context, id: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.timetables.lock(tx, id);
      if (row === null)
        throw new DomainError('not_found', 'transport.timetable_not_found', `There is no timetable ${id}`);
      requireVersion(row.version, expectedVersion);
      await this.timetables.delete(tx, id);
      await this.withdrawTrips.execute(ctx, tx, row);
    });
  }
}
