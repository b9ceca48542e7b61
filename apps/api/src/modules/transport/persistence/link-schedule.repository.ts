import { Injectable } from '@nestjs/common';
import { statement, type Tx } from '#lib/database';

/** How far a link's departures have been made. Whoever gives seats of a link, or takes them back, holds this row. */
export interface LinkSchedule {
  readonly linkId: number;
  readonly plannedUntil: Date;
}

const LOCK = statement(
  'transport.lock-links',
  `select link_id as "linkId", planned_until as "plannedUntil"
   from link_schedules where link_id = any($1::int[]) order by link_id for no key update`,
);

const ADD = statement(
  'transport.add-links',
  `insert into link_schedules (link_id, planned_until)
   select link_id, $2 from unnest($1::int[]) as link_id order by link_id on conflict (link_id) do nothing`,
);

const LOCK_DUE = statement(
  'transport.lock-due-links',
  `select link_id as "linkId", planned_until as "plannedUntil"
   from link_schedules where link_id > $1 and planned_until < $2 order by link_id limit $3 for no key update`,
);

const PLANNED = statement(
  'transport.links-planned',
  `update link_schedules set planned_until = greatest(planned_until, $2) where link_id = any($1::int[])`,
);

const REMOVE = statement('transport.remove-link', `delete from link_schedules where link_id = $1`);

/**
 * One row per link, the lock in front of the link's seats. With it in hand all seats of the link stand still, so that
 * an allocation may look at one departure after the other, and "full" is true until the order is parked: who brings
 * seats needs the same row, and finds the order waiting.
 */
@Injectable()
export class LinkScheduleRepository {
  /** Locks the rows of these links in the order of their ids, and makes those that are missing. */
  async lock(tx: Tx, linkIds: readonly number[], now: Date): Promise<LinkSchedule[]> {
    const ids = [...new Set(linkIds)].sort((a, b) => a - b);
    if (ids.length === 0) return [];
    const locked = await tx.query<LinkSchedule>(LOCK, [ids]);
    if (locked.length === ids.length) return locked;
    await tx.execute(ADD, [ids, now]);
    return tx.query<LinkSchedule>(LOCK, [ids]);
  }

  /** Locks the next links after `afterLinkId` whose departures do not reach `until`. */
  lockDue(tx: Tx, afterLinkId: number, until: Date, limit: number): Promise<LinkSchedule[]> {
    return tx.query<LinkSchedule>(LOCK_DUE, [afterLinkId, until, limit]);
  }

  async setPlanned(tx: Tx, linkIds: readonly number[], until: Date): Promise<void> {
    await tx.execute(PLANNED, [linkIds, until]);
  }

  async remove(tx: Tx, linkId: number): Promise<void> {
    await tx.execute(REMOVE, [linkId]);
  }
}
