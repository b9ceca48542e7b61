import { statement, type Queryable } from '#lib/database';
import type { Entry, EntryFilter } from '../domain/entry';

const LIST = statement(
  'audit.list',
  `select id, at, actor, role, address, action, resource_type, resource_id, before, after, trace_id
     from audit_entries
    where ($1::text is null or actor = $1) and ($2::text is null or action = $2)
      and ($3::text is null or resource_type = $3) and ($4::text is null or resource_id = $4)
      and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
      and ($7::bigint is null or id < $7)
    order by id desc limit $8`,
);

interface Row {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly role: string;
  readonly address: string;
  readonly action: string;
  readonly resource_type: string;
  readonly resource_id: string;
  readonly before: Entry['before'];
  readonly after: Entry['after'];
  readonly trace_id: string;
}

/** Newest first. */
export async function listEntries(db: Queryable, filter: EntryFilter, take: number): Promise<Entry[]> {
  const { actor, action, resourceType, resourceId, since, until, beforeId } = filter;
  const asked = [actor, action, resourceType, resourceId, since, until, beforeId].map((value) => value ?? null);
  return (await db.query<Row>(LIST, [...asked, take])).map((row) => ({
    id: row.id,
    at: row.at,
    actor: row.actor,
    role: row.role,
    address: row.address,
    action: row.action,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    before: row.before,
    after: row.after,
    traceId: row.trace_id,
  }));
}
