import { Injectable } from '@nestjs/common';
import { sqlState, statement, type Tx } from '#lib/database';
import { DomainError, uuidv7 } from '#lib/kernel';
import { type EntityManager, type FindOptionsWhere, MoreThan } from 'typeorm';
import type { NewTimetable, Timetable, TimetableChange } from '../domain/timetable';
import { TimetableEntity } from './timetable.entity';

export type StoredTimetable = Timetable & { readonly version: number };

/** Fields that are left out do not filter. `after` is the id of the last item seen. */
export interface TimetableFilter {
  readonly linkId?: number;
  readonly active?: boolean;
  readonly after?: string;
  readonly limit: number;
}

const IMPORT = statement(
  'transport.import-timetables',
  `insert into timetables (id, link_id, departs_minute, weekdays, seats, active)
   select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::int[], $6::boolean[])
   on conflict (link_id, departs_minute) do nothing`,
);

const UNIQUE_VIOLATION = '23505';

/** Rows of `timetables`. Whoever writes plans the link's trips anew. */
@Injectable()
export class TimetableRepository {
  async insert(tx: Tx, data: NewTimetable): Promise<StoredTimetable> {
    const row = tx.manager.create(TimetableEntity, { ...data, id: uuidv7(), active: data.active ?? true, version: 1 });
    try {
      await tx.manager.insert(TimetableEntity, row);
    } catch (error) {
      throw refused(error);
    }
    return row;
  }

  /** Leaves alone what a link has for the same minute already. */
  async insertMany(tx: Tx, timetables: readonly NewTimetable[]): Promise<void> {
    await tx.execute(IMPORT, [
      timetables.map(() => uuidv7()),
      timetables.map((timetable) => timetable.linkId),
      timetables.map((timetable) => timetable.departsMinute),
      timetables.map((timetable) => timetable.weekdays),
      timetables.map((timetable) => timetable.seats),
      timetables.map((timetable) => timetable.active ?? true),
    ]);
  }

  /** The row as it will stay until this transaction ends. */
  lock(tx: Tx, id: string): Promise<StoredTimetable | null> {
    return tx.manager.findOne(TimetableEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Writes a locked row; answers it as it is now. Members of `change` are all defined or absent. */
  async change(tx: Tx, row: StoredTimetable, change: TimetableChange): Promise<StoredTimetable> {
    const set = { ...change, version: row.version + 1 };
    try {
      await tx.manager.update(TimetableEntity, { id: row.id }, set);
    } catch (error) {
      throw refused(error);
    }
    return { ...row, ...set };
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.manager.delete(TimetableEntity, { id });
  }

  async existsFor(tx: Tx, linkId: number): Promise<boolean> {
    return tx.manager.existsBy(TimetableEntity, { linkId });
  }

  find(entities: EntityManager, id: string): Promise<StoredTimetable | null> {
    return entities.findOneBy(TimetableEntity, { id });
  }

  /** One more row than `limit`, where there is one: it tells that there is a next page. */
  list(entities: EntityManager, filter: TimetableFilter): Promise<StoredTimetable[]> {
    const where: FindOptionsWhere<TimetableEntity> = {};
    if (filter.linkId !== undefined) where.linkId = filter.linkId;
    if (filter.active !== undefined) where.active = filter.active;
    if (filter.after !== undefined) where.id = MoreThan(filter.after);
    return entities.find(TimetableEntity, { where, order: { id: 'ASC' }, take: filter.limit + 1 });
  }
}

function refused(error: unknown): unknown {
  if (sqlState(error) !== UNIQUE_VIOLATION) return error;
  const message = 'The link has a timetable for this minute of the day already';
  return new DomainError('conflict', 'transport.timetable_exists', message, {
    errors: [{ pointer: '/departs_minute', detail: message }],
    cause: error,
  });
}
