import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import type { TimetableChange } from '../domain/timetable';
import { type StoredTimetable, TimetableRepository } from '../persistence/timetable.repository';
import { ReplanLinks } from './replan-links';
import { WithdrawTrips } from './withdraw-trips';

/** Changes a timetable and its coming trips; a trip that has orders runs as it was promised, and takes no more. */
@Injectable()
export class ChangeTimetable {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TimetableRepository) private readonly timetables: TimetableRepository,
    @Inject(WithdrawTrips) private readonly withdrawTrips: WithdrawTrips,
    @Inject(ReplanLinks) private readonly replan: ReplanLinks,
  ) {}

  execute(ctx: Context, id: string, expectedVersion: number, change: TimetableChange): Promise<StoredTimetable> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.timetables.lock(tx, id);
      if (row === null)
        throw new DomainError('not_found', 'transport.timetable_not_found', `There is no timetable ${id}`);
      requireVersion(row.version, expectedVersion);
      const changed = await this.timetables.change(tx, row, change);
      await this.withdrawTrips.execute(ctx, tx, row);
      await this.replan.execute(ctx, tx, [row.linkId]);
      return changed;
    });
  }
}
