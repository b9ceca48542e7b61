import type { Matcher } from '#lib/alerting';
import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** A silence with who asked for it. */
export interface StoredSilence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly reason: string;
  readonly createdBy: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly version: number;
}

const COLUMNS = 'id, matchers, reason, created_by, starts_at, ends_at, version';

const ACTIVE = statement(
  'monitoring.active-silences',
  `select ${COLUMNS} from alert_silences where ends_at > $1 order by id`,
);
const LIST = statement(
  'monitoring.list-silences',
  `select ${COLUMNS} from alert_silences where ($1::uuid is null or id < $1) order by id desc limit $2`,
);
const INSERT = statement(
  'monitoring.insert-silence',
  `insert into alert_silences (${COLUMNS}) values ($1, $2::jsonb, $3, $4, $5, $6, $7)`,
);
const LOCK = statement('monitoring.lock-silence', `select ${COLUMNS} from alert_silences where id = $1 for update`);
const END = statement(
  'monitoring.end-silence',
  `update alert_silences set ends_at = greatest(starts_at, least(ends_at, $2)), version = version + 1 where id = $1
   returning ${COLUMNS}`,
);

/** What people know already and do not want to be told. */
@Injectable()
export class SilenceRepository {
  async active(db: Queryable, now: Date): Promise<StoredSilence[]> {
    return (await db.query<Row>(ACTIVE, [now])).map(toSilence);
  }

  /** Newest first. */
  async list(db: Queryable, before: string | undefined, limit: number): Promise<StoredSilence[]> {
    return (await db.query<Row>(LIST, [before ?? null, limit])).map(toSilence);
  }

  insert(tx: Tx, { id, matchers, reason, createdBy, startsAt, endsAt, version }: StoredSilence): void {
    tx.send(INSERT, [id, JSON.stringify(matchers), reason, createdBy, startsAt, endsAt, version]);
  }

  async lock(tx: Tx, id: string): Promise<StoredSilence | undefined> {
    const [row] = await tx.query<Row>(LOCK, [id]);
    return row && toSilence(row);
  }

  /** Ends it now; one that has ended already keeps its end. */
  async end(tx: Tx, id: string, now: Date): Promise<StoredSilence | undefined> {
    const [row] = await tx.query<Row>(END, [id, now]);
    return row && toSilence(row);
  }
}

interface Row {
  readonly id: string;
  readonly matchers: Matcher[];
  readonly reason: string;
  readonly created_by: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly version: number;
}

function toSilence(row: Row): StoredSilence {
  return {
    id: row.id,
    matchers: row.matchers,
    reason: row.reason,
    createdBy: row.created_by,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    version: row.version,
  };
}
