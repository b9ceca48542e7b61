import { statement, type AgeingTable, type Queryable, type Tx } from '#lib/database';

/** What identifies a request: who asked, which command, under which key, for what. */
export interface KeyClaim {
  readonly scope: string;
  readonly route: string;
  readonly key: string;
  readonly fingerprint: Buffer;
}

/** A key that is bound. `status` and `answer` are null for commands that keep their answer elsewhere. */
export interface KeyRow {
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly answer: unknown;
}

const WAIT = statement('idempotency.wait', `select set_config('lock_timeout', $1, true)`);
const INSERT = statement(
  'idempotency.insert',
  `insert into idempotency_keys (scope, route, key, fingerprint, created_at) values ($1, $2, $3, $4, $5)
   on conflict (scope, route, key) do nothing`,
);
const DEFAULT_WAIT = statement('idempotency.default-wait', `set local lock_timeout to default`);

/**
 * Binds the key in this transaction; false when it is bound already. While another transaction that binds it is open,
 * waits for its outcome, `waitMs` at most; then fails with a lock timeout (55P03).
 */
export async function claimKey(tx: Tx, claim: KeyClaim, now: Date, waitMs: number): Promise<boolean> {
  await tx.query(WAIT, [`${waitMs}ms`]);
  const inserted = await tx.execute(INSERT, [claim.scope, claim.route, claim.key, claim.fingerprint, now]);
  await tx.execute(DEFAULT_WAIT);
  return inserted === 1;
}

const READ = statement(
  'idempotency.read',
  `select fingerprint, status, answer from idempotency_keys where scope = $1 and route = $2 and key = $3`,
);

export async function readKey(db: Queryable, claim: KeyClaim): Promise<KeyRow | undefined> {
  const [row] = await db.query<KeyRow>(READ, [claim.scope, claim.route, claim.key]);
  return row;
}

const STORE = statement(
  'idempotency.store',
  `update idempotency_keys set status = $4, answer = $5 where scope = $1 and route = $2 and key = $3`,
);

export async function storeAnswer(tx: Tx, claim: KeyClaim, status: number, answer: unknown): Promise<void> {
  await tx.execute(STORE, [claim.scope, claim.route, claim.key, status, JSON.stringify(answer)]);
}

/** A key is promised for 24 hours after it was bound; what is older answers nobody. */
export const IDEMPOTENCY_KEYS: AgeingTable = { table: 'idempotency_keys', mayGo: 'created_at < $1' };
