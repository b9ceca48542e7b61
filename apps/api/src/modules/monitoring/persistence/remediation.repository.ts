import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Facts } from '../domain/remediation/actions';
import { MEMORY_S, type PastRun, type Run, type RunState } from '../domain/remediation/run';

const COLUMNS = `id, action, params, target, requested_by, rule, reason, state, before, after, error, started_at, verify_at,
  finished_at`;

/** Two who decide on the same action at the same time would both find room under its limit. */
const LOCK_ACTION = statement(
  'monitoring.lock-remediation',
  `select pg_advisory_xact_lock(hashtextextended('remediation:' || $1, 0))`,
);

const PAST = statement(
  'monitoring.past-remediations',
  `select target, rule, state, started_at from remediation_runs
   where action = $1 and started_at > $2::timestamptz - make_interval(secs => ${MEMORY_S})`,
);

const INSERT = statement(
  'monitoring.insert-remediation',
  `insert into remediation_runs (${COLUMNS})
   values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9::jsonb, null, null, $10, $11, $12)
   on conflict (action, target) where state = 'verifying' do nothing`,
);

const DUE = statement(
  'monitoring.due-remediations',
  `select ${COLUMNS} from remediation_runs where state = 'verifying' and verify_at <= $1 order by verify_at limit 50`,
);

const FINISH = statement(
  'monitoring.finish-remediation',
  `update remediation_runs set state = $2, after = $3::jsonb, error = $4, finished_at = $5 where id = $1 and state = 'verifying'`,
);

const ONE = statement('monitoring.remediation', `select ${COLUMNS} from remediation_runs where id = $1`);

const LIST = statement(
  'monitoring.list-remediations',
  `select ${COLUMNS} from remediation_runs
   where ($1::uuid is null or id < $1) and ($3::timestamptz is null or started_at >= $3)
     and ($4::timestamptz is null or started_at < $4)
   order by id desc limit $2`,
);

const RECENT = statement(
  'monitoring.recent-remediations',
  `select action, target, rule, state, started_at from remediation_runs
   where state <> 'planned' and started_at > $1::timestamptz - make_interval(secs => ${MEMORY_S})`,
);

/** Which runs: those below a key, and of a time. */
export interface RunSelection {
  readonly before?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly limit: number;
}

/** How a run ended. */
export interface Ending {
  readonly state: Exclude<RunState, 'planned' | 'verifying'>;
  readonly after: Facts | null;
  readonly error: string | null;
  readonly now: Date;
}

/** What was done to heal, by whom, and what came of it. Nothing of it is ever changed but how a run ended. */
@Injectable()
export class RemediationRepository {
  /** The runs of the last hour, while nobody else can begin one of this action. */
  async pastLocked(tx: Tx, action: string, now: Date): Promise<PastRun[]> {
    await tx.execute(LOCK_ACTION, [action]);
    return (await tx.query<Row>(PAST, [action, now])).map(toPast);
  }

  /** False when the same is being done to the same. */
  async insert(tx: Tx, run: Run): Promise<boolean> {
    const { id, action, params, target, requestedBy, rule, reason, state, before } = run;
    const values = [id, action, JSON.stringify(params), target, requestedBy, rule, reason, state];
    const times = [run.startedAt, run.verifyAt, run.finishedAt];
    return (await tx.execute(INSERT, [...values, JSON.stringify(before), ...times])) === 1;
  }

  async due(db: Queryable, now: Date): Promise<Run[]> {
    return (await db.query<Row>(DUE, [now])).map(toRun);
  }

  /** Once: of two that verify the same run, one writes. */
  async finish(db: Queryable, id: string, { state, after, error, now }: Ending): Promise<boolean> {
    const text = error === null ? null : error.slice(0, 500);
    const facts = after === null ? null : JSON.stringify(after);
    return (await db.execute(FINISH, [id, state, facts, text, now])) === 1;
  }

  async find(db: Queryable, id: string): Promise<Run | undefined> {
    const [row] = await db.query<Row>(ONE, [id]);
    return row && toRun(row);
  }

  /** Newest first. */
  async list(db: Queryable, { before, from, until, limit }: RunSelection): Promise<Run[]> {
    return (await db.query<Row>(LIST, [before ?? null, limit, from ?? null, until ?? null])).map(toRun);
  }

  /** What the last hour has seen, of every action. */
  async recent(db: Queryable, now: Date): Promise<(PastRun & { readonly action: string })[]> {
    return (await db.query<Row>(RECENT, [now])).map((row) => ({ action: row.action, ...toPast(row) }));
  }
}

interface Row {
  readonly id: string;
  readonly action: Run['action'];
  readonly params: Run['params'];
  readonly target: string;
  readonly requested_by: string;
  readonly rule: string | null;
  readonly reason: string;
  readonly state: RunState;
  readonly before: Facts;
  readonly after: Facts | null;
  readonly error: string | null;
  readonly started_at: Date;
  readonly verify_at: Date;
  readonly finished_at: Date | null;
}

function toPast({ target, rule, state, started_at: startedAt }: Row): PastRun {
  return { target, rule, state, startedAt };
}

function toRun(row: Row): Run {
  const { requested_by: requestedBy, started_at: startedAt, verify_at: verifyAt, finished_at: finishedAt } = row;
  const { id, action, params, target, rule, reason, state, before, after, error } = row;
  return {
    id,
    action,
    params,
    target,
    requestedBy,
    rule,
    reason,
    state,
    before,
    after,
    error,
    startedAt,
    verifyAt,
    finishedAt,
  };
}
