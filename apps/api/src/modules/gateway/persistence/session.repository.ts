import { bumpVersion, Database, statement, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Session } from '../domain/session';

const INSERT = statement(
  'gateway.insert-session',
  `insert into sessions (id, user_id, family_hash, token_hash, rotated_at, idle_until, lasts_until, address, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $5)`,
);
const LOCK = statement(
  'gateway.lock-session',
  `select id, user_id, family_hash, token_hash, previous_hash, salt, rotated_at, idle_until, lasts_until, ended_at
     from sessions where id = $1 for no key update`,
);
const LOCK_MANY = statement(
  'gateway.lock-sessions',
  `select id from sessions where id = any($1::uuid[]) order by id for no key update`,
);
const ROTATE = statement(
  'gateway.rotate-session',
  `update sessions set previous_hash = token_hash, token_hash = $2, salt = $3, rotated_at = $4, idle_until = $5
     where id = $1`,
);
const END = statement(
  'gateway.end-sessions',
  `update sessions set ended_at = $2, ended_by = $3, revision = $4 where id = any($1::uuid[]) and ended_at is null`,
);
// Those that have run out need no end; the user's row is locked, so that nobody adds one meanwhile.
const OPEN_OF_USER = statement(
  'gateway.open-sessions',
  `select id from sessions where user_id = $1 and ended_at is null and idle_until > $2 and lasts_until > $2
     order by created_at desc, id desc`,
);
const ENDED = statement(
  'gateway.ended-sessions',
  `select id, ended_at from sessions where revision > $1 and ended_at > $2`,
);

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly family_hash: string;
  readonly token_hash: string;
  readonly previous_hash: string | null;
  readonly salt: string | null;
  readonly rotated_at: Date;
  readonly idle_until: Date;
  readonly lasts_until: Date;
  readonly ended_at: Date | null;
}

/** Why a session ended before its time. */
export type SessionEnd = 'logged_out' | 'replaced' | 'reused_token' | 'new_password' | 'deactivated';

export interface Rotation {
  readonly tokenHash: string;
  readonly salt: string;
  readonly now: Date;
  readonly idleUntil: Date;
}

@Injectable()
export class SessionRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  insert(tx: Tx, session: Session, address: string): void {
    const { id, userId, familyHash, tokenHash, rotatedAt, idleUntil, lastsUntil } = session;
    tx.send(INSERT, [id, userId, familyHash, tokenHash, rotatedAt, idleUntil, lastsUntil, address]);
  }

  /** Locks the row until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<Session | undefined> {
    const [row] = await tx.query<Row>(LOCK, [id]);
    return row && sessionOf(row);
  }

  rotate(tx: Tx, id: string, { tokenHash, salt, now, idleUntil }: Rotation): void {
    tx.send(ROTATE, [id, tokenHash, salt, now, idleUntil]);
  }

  /** Newest first. */
  async openOf(tx: Tx, userId: string, now: Date): Promise<string[]> {
    return (await tx.query<{ id: string }>(OPEN_OF_USER, [userId, now])).map(({ id }) => id);
  }

  /** Ends those of the sessions that have not ended yet, and tells every process. */
  async end(tx: Tx, ids: readonly string[], by: SessionEnd, now: Date): Promise<void> {
    if (ids.length === 0) return;
    // The rows first, as in a refresh, which knows only then whether the topic has news: nobody waits for each other.
    await tx.query(LOCK_MANY, [ids]);
    tx.send(END, [ids, now, by, await bumpVersion(tx, 'sessions')]);
  }

  /** Sessions that were ended after `since` and under a later version of the topic than `revision`. */
  async endedSince(ctx: Context, revision: number, since: Date): Promise<{ id: string; endedAt: Date }[]> {
    const rows = await this.database.statements(ctx).query<{ id: string; ended_at: Date }>(ENDED, [revision, since]);
    return rows.map(({ id, ended_at: endedAt }) => ({ id, endedAt }));
  }
}

function sessionOf(row: Row): Session {
  return {
    id: row.id,
    userId: row.user_id,
    familyHash: row.family_hash,
    tokenHash: row.token_hash,
    previousHash: row.previous_hash,
    salt: row.salt,
    rotatedAt: row.rotated_at,
    idleUntil: row.idle_until,
    lastsUntil: row.lasts_until,
    endedAt: row.ended_at,
  };
}
