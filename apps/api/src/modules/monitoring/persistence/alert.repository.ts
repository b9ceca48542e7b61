import type { Alert, Labels } from '#lib/alerting';
import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** An alert with who was told of it. */
export interface StoredAlert extends Omit<Alert, 'wellSinceMs' | 'seenAtMs'> {
  readonly source: 'linehaul' | 'alertmanager';
  readonly state: 'pending' | 'firing' | 'resolved';
  /** Somebody was, or is about to be, told that it fires. */
  readonly told: boolean;
  /** Why nobody is told: `silence:<id>` or `inhibited`. */
  readonly hiddenBy: string | null;
}

const COLUMNS = `key, rule, source, series_key, labels, state, summary, value, threshold, since, fired_at, resolved_at,
  ended_by, told, hidden_by`;

const SAVE = statement(
  'monitoring.save-alerts',
  `insert into alerts (${COLUMNS})
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::float8[],
     $9::float8[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::bool[], $15::text[])
   on conflict (key) do update set state = excluded.state, labels = excluded.labels, summary = excluded.summary,
     value = excluded.value, threshold = excluded.threshold, since = excluded.since, fired_at = excluded.fired_at,
     resolved_at = excluded.resolved_at, ended_by = excluded.ended_by, told = excluded.told, hidden_by = excluded.hidden_by`,
);

const REMOVE = statement('monitoring.remove-alerts', `delete from alerts where key = any($1::text[])`);

const OPEN = statement(
  'monitoring.open-alerts',
  `select ${COLUMNS} from alerts where state <> 'resolved' order by key`,
);

const LIST = statement(
  'monitoring.list-alerts',
  `select ${COLUMNS} from alerts
   where ($1::text is null or state = $1) and ($2::text is null or key > $2) order by key limit $3`,
);

const FORGET = statement(
  'monitoring.forget-alerts',
  `delete from alerts where state = 'resolved' and resolved_at < clock_timestamp() - interval '7 days'`,
);

/** What is wrong, one row per rule and series. */
@Injectable()
export class AlertRepository {
  save(tx: Tx, alerts: readonly StoredAlert[]): void {
    if (alerts.length === 0) return;
    const time = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms));
    tx.send(SAVE, [
      alerts.map(({ key }) => key),
      alerts.map(({ rule }) => rule),
      alerts.map(({ source }) => source),
      alerts.map(({ seriesKey }) => seriesKey),
      alerts.map(({ labels }) => JSON.stringify(labels)),
      alerts.map(({ state }) => state),
      alerts.map(({ summary }) => summary),
      alerts.map(({ value }) => value),
      alerts.map(({ threshold }) => threshold),
      alerts.map(({ sinceMs }) => new Date(sinceMs)),
      alerts.map(({ firedAtMs }) => time(firedAtMs)),
      alerts.map(({ resolvedAtMs }) => time(resolvedAtMs)),
      alerts.map(({ endedBy }) => endedBy ?? null),
      alerts.map(({ told }) => told),
      alerts.map(({ hiddenBy }) => hiddenBy),
    ]);
  }

  remove(tx: Tx, keys: readonly string[]): void {
    if (keys.length > 0) tx.send(REMOVE, [keys]);
  }

  /** Those that are pending or fire. */
  async open(db: Queryable): Promise<StoredAlert[]> {
    return (await db.query<Row>(OPEN)).map(toAlert);
  }

  async list(
    db: Queryable,
    state: string | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<StoredAlert[]> {
    return (await db.query<Row>(LIST, [state ?? null, after ?? null, limit])).map(toAlert);
  }

  async forget(db: Queryable): Promise<void> {
    await db.execute(FORGET);
  }
}

interface Row {
  readonly key: string;
  readonly rule: string;
  readonly source: StoredAlert['source'];
  readonly series_key: string;
  readonly labels: Labels;
  readonly state: StoredAlert['state'];
  readonly summary: string;
  readonly value: number;
  readonly threshold: number;
  readonly since: Date;
  readonly fired_at: Date | null;
  readonly resolved_at: Date | null;
  readonly ended_by: Alert['endedBy'] | null;
  readonly told: boolean;
  readonly hidden_by: string | null;
}

function toAlert(row: Row): StoredAlert {
  return {
    key: row.key,
    rule: row.rule,
    source: row.source,
    seriesKey: row.series_key,
    labels: row.labels,
    state: row.state,
    summary: row.summary,
    value: row.value,
    threshold: row.threshold,
    sinceMs: row.since.getTime(),
    firedAtMs: row.fired_at?.getTime(),
    resolvedAtMs: row.resolved_at?.getTime(),
    endedBy: row.ended_by ?? undefined,
    told: row.told,
    hiddenBy: row.hidden_by,
  };
}
