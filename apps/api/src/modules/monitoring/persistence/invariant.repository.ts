import { type Queryable, statement } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { LEDGER, NEXT_ORDERS, OF_ORDERS, WHOLE } from './invariant-statements';

/** How one invariant was found when it was last looked at. */
export interface InvariantCheck {
  readonly name: string;
  /** A thousand means so many or more. */
  readonly violations: number;
  /** What is broken, at most twenty. */
  readonly examples: readonly string[];
  readonly checkedAt: Date;
  readonly tookMs: number;
}

/** What a check remembers for the next one. */
export interface CheckMemory {
  readonly checkedUntil: string | null;
  readonly notes: unknown;
}

/** What was found, and what the next check has to know. */
export interface Finding {
  readonly subjects: readonly string[];
  readonly memory: CheckMemory;
}

const COLUMNS = 'name, violations, examples, checked_at, took_ms';

const ALL = statement('monitoring.invariant-checks', `select ${COLUMNS} from invariant_checks order by name`);

const MEMORY = statement(
  'monitoring.invariant-memory',
  `select checked_until, notes from invariant_checks where name = $1`,
);

const SAVE = statement(
  'monitoring.save-invariant',
  `insert into invariant_checks (${COLUMNS}, checked_until, notes, looked_at)
   values ($1, $2, $3::text[], $4, $5, $6, $7::jsonb, clock_timestamp())
   on conflict (name) do update set violations = excluded.violations, examples = excluded.examples,
     checked_at = excluded.checked_at, took_ms = excluded.took_ms, checked_until = excluded.checked_until, notes = excluded.notes,
     looked_at = excluded.looked_at`,
);

/** By the newest look. One that failed is tried again with the others. */
const DUE = statement(
  'monitoring.invariants-due',
  `select coalesce(max(looked_at), '-infinity') < clock_timestamp() - $1 * interval '1 second' as due from invariant_checks`,
);

/** Looks whether everything adds up, and remembers what it found. */
@Injectable()
export class InvariantRepository {
  async all(db: Queryable): Promise<InvariantCheck[]> {
    const rows = await db.query<Row>(ALL);
    return rows.map(({ checked_at: checkedAt, took_ms: tookMs, ...same }) => ({ ...same, checkedAt, tookMs }));
  }

  /** Whether the last look is so many seconds ago, by PostgreSQL's clock, whoever took it. */
  async areDue(db: Queryable, everyS: number): Promise<boolean> {
    const [row] = await db.query<{ due: boolean }>(DUE, [everyS]);
    return row?.due ?? true;
  }

  async memory(db: Queryable, name: string): Promise<CheckMemory> {
    const [row] = await db.query<{ checked_until: string | null; notes: unknown }>(MEMORY, [name]);
    return { checkedUntil: row?.checked_until ?? null, notes: row?.notes ?? null };
  }

  async save(db: Queryable, check: InvariantCheck, memory: CheckMemory): Promise<void> {
    const { name, violations, examples, checkedAt, tookMs } = check;
    const notes = memory.notes === null ? null : JSON.stringify(memory.notes);
    await db.execute(SAVE, [name, violations, examples, checkedAt, tookMs, memory.checkedUntil, notes]);
  }

  /** What breaks an invariant of the whole. */
  async whole(db: Queryable, name: string): Promise<string[]> {
    const asked = WHOLE[name];
    if (asked === undefined) throw new Error(`There is no invariant ${name}`);
    return (await db.query<{ subject: string }>(asked)).map(({ subject }) => subject);
  }

  async nextOrders(db: Queryable, after: string, before: string, limit: number): Promise<string[]> {
    return (await db.query<{ id: string }>(NEXT_ORDERS, [after, before, limit])).map(({ id }) => id);
  }

  /** Which of these orders break it. */
  async ofOrders(db: Queryable, name: string, ids: readonly string[]): Promise<{ subject: string; id: string }[]> {
    const asked = OF_ORDERS[name];
    if (asked === undefined) throw new Error(`There is no invariant ${name}`);
    return ids.length === 0 ? [] : db.query<{ subject: string; id: string }>(asked, [ids]);
  }

  /** Each account's balance and what was moved since `nextSince`; broken where the balance did not follow what moved since `since`. */
  async ledger(db: Queryable, before: readonly LedgerEntry[], since: Date, nextSince: Date): Promise<LedgerFinding[]> {
    return db.query<LedgerFinding>(LEDGER, [JSON.stringify(before), since, nextSince]);
  }
}

/** A merchant's account at a moment: balance, and what was moved in the minutes before. Texts, since sums may be long. */
export interface LedgerEntry {
  readonly m: string;
  readonly b: string;
  readonly w: string;
}

export type LedgerFinding = LedgerEntry & { readonly broken: boolean };

interface Row {
  readonly name: string;
  readonly violations: number;
  readonly examples: string[];
  readonly checked_at: Date;
  readonly took_ms: number;
}
