import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Evidence, Incident } from '../domain/incident';

const COLUMNS = `id, group_key, rule, severity, summary, evidence, opened_at, acknowledged_at, acknowledged_by, note, closed_at,
  ended, ticket_id, version`;

const OPEN = statement(
  'monitoring.open-incident',
  `insert into incidents (id, group_key, rule, severity, summary, evidence, opened_at)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7) on conflict (group_key) where closed_at is null do nothing`,
);

const CLOSE = statement(
  'monitoring.close-incident',
  `update incidents set closed_at = $2, ended = $3::jsonb, version = version + 1 where group_key = $1 and closed_at is null`,
);

const ONE = statement('monitoring.incident', `select ${COLUMNS} from incidents where id = $1`);

const MANY = statement('monitoring.incidents-by-id', `select ${COLUMNS} from incidents where id = any($1::uuid[])`);

const LIST = statement(
  'monitoring.list-incidents',
  `select ${COLUMNS} from incidents
   where ($1::uuid is null or id < $1) and ($2::boolean is null or (closed_at is null) = $2) order by id desc limit $3`,
);

const ACKNOWLEDGE = statement(
  'monitoring.acknowledge',
  `update incidents set acknowledged_at = coalesce(acknowledged_at, $2), acknowledged_by = coalesce(acknowledged_by, $3), note = $4,
     version = version + 1 where id = $1 and version = $5 returning ${COLUMNS}`,
);

const COUNT_OPEN = statement(
  'monitoring.count-open-incidents',
  `select count(*)::int as open, (count(*) filter (where severity = 'critical'))::int as critical
   from incidents where closed_at is null`,
);

/** What went wrong, from its first alert to its last. */
@Injectable()
export class IncidentRepository {
  /** Opens one for the group unless one is open. */
  open(
    tx: Tx,
    incident: Pick<Incident, 'id' | 'groupKey' | 'rule' | 'severity' | 'summary' | 'evidence' | 'openedAt'>,
  ): void {
    const { id, groupKey, rule, severity, summary, evidence, openedAt } = incident;
    tx.send(OPEN, [id, groupKey, rule, severity, summary, JSON.stringify(evidence), openedAt]);
  }

  close(tx: Tx, groupKey: string, closedAt: Date, ended: object): void {
    tx.send(CLOSE, [groupKey, closedAt, JSON.stringify(ended)]);
  }

  async countOpen(db: Queryable): Promise<{ readonly open: number; readonly critical: number }> {
    const [row] = await db.query<{ open: number; critical: number }>(COUNT_OPEN);
    return row ?? { open: 0, critical: 0 };
  }

  async find(db: Queryable, id: string): Promise<Incident | undefined> {
    const [row] = await db.query<Row>(ONE, [id]);
    return row && toIncident(row);
  }

  async findMany(db: Queryable, ids: readonly string[]): Promise<Map<string, Incident>> {
    if (ids.length === 0) return new Map();
    return new Map((await db.query<Row>(MANY, [ids])).map((row) => [row.id, toIncident(row)]));
  }

  /** Newest first. */
  async list(db: Queryable, before: string | undefined, open: boolean | undefined, limit: number): Promise<Incident[]> {
    return (await db.query<Row>(LIST, [before ?? null, open ?? null, limit])).map(toIncident);
  }

  /** Undefined when the incident has another version, or is not there. */
  async acknowledge(
    tx: Tx,
    id: string,
    { version, by, note, now }: { version: number; by: string; note: string; now: Date },
  ): Promise<Incident | undefined> {
    const [row] = await tx.query<Row>(ACKNOWLEDGE, [id, now, by, note, version]);
    return row && toIncident(row);
  }
}

interface Row {
  readonly id: string;
  readonly group_key: string;
  readonly rule: string;
  readonly severity: string;
  readonly summary: string;
  readonly evidence: Evidence;
  readonly opened_at: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly note: string | null;
  readonly closed_at: Date | null;
  readonly ended: Incident['ended'];
  readonly ticket_id: string | null;
  readonly version: number;
}

function toIncident(row: Row): Incident {
  return {
    id: row.id,
    groupKey: row.group_key,
    rule: row.rule,
    severity: row.severity,
    summary: row.summary,
    evidence: row.evidence,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    note: row.note,
    closedAt: row.closed_at,
    ended: row.ended,
    ticketId: row.ticket_id,
    version: row.version,
  };
}
