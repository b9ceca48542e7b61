import { statement, type Queryable } from '#lib/database';
import { FAILURES_TO_OPEN } from '../domain/breaker';

/** No more streams are looked at. */
const STREAM_LIMIT = 100_000;

const BACKLOG = statement(
  'notification.backlog',
  `with some_streams as materialized (
     select s.due_at from webhook_streams s
     where exists (select 1 from webhook_endpoints e where e.id = s.endpoint_id and e.status = 'active')
     limit ${STREAM_LIMIT}
   )
   select
     (select count(*)::int from some_streams) as waiting,
     (select coalesce(extract(epoch from $1::timestamptz - min(due_at)), 0)::float8
        from some_streams where due_at <= $1) as oldest_due_s,
     count(*) filter (where failures < $2)::int as closed,
     count(*) filter (where failures >= $2 and held_until > $1)::int as open,
     count(*) filter (where failures >= $2 and (held_until is null or held_until <= $1))::int as half_open
   from webhook_endpoints where status = 'active'`,
);

interface BacklogRow {
  readonly waiting: number;
  readonly oldest_due_s: number;
  readonly closed: number;
  readonly open: number;
  readonly half_open: number;
}

export async function measureBacklog(db: Queryable, now: Date): Promise<BacklogRow | undefined> {
  const [row] = await db.query<BacklogRow>(BACKLOG, [now, FAILURES_TO_OPEN]);
  return row;
}
