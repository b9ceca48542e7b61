import { bumpVersion, Database, statement, type Queryable, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Locale, User, UserRole, UserSnapshot } from '../domain/user';

const COLUMNS = 'id, username, display_name, role, locale, active, version, created_at';

const INSERT = statement(
  'gateway.insert-user',
  `insert into users (id, username, display_name, role, locale, active, version, created_at, password_hash, revision)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (username) do nothing`,
);
const UPDATE = statement(
  'gateway.update-user',
  `update users set display_name = $2, role = $3, locale = $4, active = $5, version = $6,
     password_hash = coalesce($7, password_hash), revision = $8 where id = $1`,
);
const LOCK = statement('gateway.lock-user', `select ${COLUMNS} from users where id = $1 for no key update`);
const LOCK_KNOWING = statement(
  'gateway.lock-user-knowing',
  `select ${COLUMNS} from users where id = $1 and password_hash = $2 for no key update`,
);
const FIND = statement('gateway.find-user', `select ${COLUMNS} from users where id = $1`);
const LOCK_BY_NAME = statement(
  'gateway.lock-user-by-name',
  `select ${COLUMNS} from users where username = $1 for no key update`,
);
const FOR_LOGIN = statement(
  'gateway.user-for-login',
  `select ${COLUMNS}, password_hash,
     exists (select from sessions where user_id = users.id and address = $2) as is_known_address
     from users where username = $1`,
);
const PASSWORD = statement('gateway.user-password', `select password_hash from users where id = $1`);
const LIST = statement(
  'gateway.list-users',
  `select ${COLUMNS} from users
     where ($1::uuid is null or id < $1) and ($2::text is null or role = $2) and ($3::boolean is null or active = $3)
     order by id desc limit $4`,
);
const CHANGED = statement('gateway.users-changed', `select id, role, active from users where revision > $1`);
const OTHER_ADMINS = statement(
  'gateway.other-admins',
  `select count(*)::int as admins from users where role = 'admin' and active and id <> $1`,
);

interface Row {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly role: UserRole;
  readonly locale: Locale;
  readonly active: boolean;
  readonly version: number;
  readonly created_at: Date;
}

interface LoginRow extends Row {
  readonly password_hash: string;
  readonly is_known_address: boolean;
}

/** A user as a log-in needs it. */
export interface LoginUser {
  readonly user: User;
  readonly passwordHash: string;
  /** Whether the user has had a session from the address that was asked about. */
  readonly isKnownAddress: boolean;
}

export interface UserFilter {
  readonly role?: UserRole;
  readonly active?: boolean;
  /** Only users that came before this one. */
  readonly beforeId?: string;
}

/** Every write announces itself to all processes, and its topic's lock lets one change of users happen at a time. */
@Injectable()
export class UserRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** False when the name is in use; then nothing is written. */
  async insert(tx: Tx, user: User, passwordHash: string): Promise<boolean> {
    const { id, username, displayName, role, locale, active, version, createdAt } = user;
    const revision = await bumpVersion(tx, 'users');
    const values = [id, username, displayName, role, locale, active, version, createdAt, passwordHash, revision];
    return (await tx.execute(INSERT, values)) === 1;
  }

  async update(tx: Tx, user: User, passwordHash: string | null = null): Promise<void> {
    const { id, displayName, role, locale, active, version } = user;
    const revision = await bumpVersion(tx, 'users');
    tx.send(UPDATE, [id, displayName, role, locale, active, version, passwordHash, revision]);
  }

  /** Locks the row until the transaction ends. */
  async lock(tx: Tx, by: { readonly id: string } | { readonly username: string }): Promise<User | undefined> {
    const [row] = 'id' in by ? await tx.query<Row>(LOCK, [by.id]) : await tx.query<Row>(LOCK_BY_NAME, [by.username]);
    return row && userOf(row);
  }

  /** The same while this is still the hash of the password; undefined when another was set meanwhile. */
  async lockKnowing(tx: Tx, id: string, passwordHash: string): Promise<User | undefined> {
    const [row] = await tx.query<Row>(LOCK_KNOWING, [id, passwordHash]);
    return row && userOf(row);
  }

  /** How many others may administer, while no other transaction can change that. */
  async otherAdmins(tx: Tx, id: string): Promise<number> {
    await bumpVersion(tx, 'users');
    const [row] = await tx.query<{ admins: number }>(OTHER_ADMINS, [id]);
    return row?.admins ?? 0;
  }

  find(ctx: Context, id: string): Promise<User | undefined> {
    return this.read(this.database.statements(ctx), id);
  }

  async read(db: Queryable, id: string): Promise<User | undefined> {
    const [row] = await db.query<Row>(FIND, [id]);
    return row && userOf(row);
  }

  async forLogin(ctx: Context, username: string, address: string): Promise<LoginUser | undefined> {
    const [row] = await this.database.statements(ctx).query<LoginRow>(FOR_LOGIN, [username, address]);
    return row && { user: userOf(row), passwordHash: row.password_hash, isKnownAddress: row.is_known_address };
  }

  async passwordHash(ctx: Context, id: string): Promise<string | undefined> {
    const [row] = await this.database.statements(ctx).query<{ password_hash: string }>(PASSWORD, [id]);
    return row?.password_hash;
  }

  /** Newest first. */
  async list(ctx: Context, { beforeId, role, active }: UserFilter, take: number): Promise<User[]> {
    const values = [beforeId ?? null, role ?? null, active ?? null, take];
    return (await this.database.statements(ctx).query<Row>(LIST, values)).map(userOf);
  }

  /** What was written under a later version of the topic than `revision`. */
  async changedSince(ctx: Context, revision: number): Promise<UserSnapshot[]> {
    const rows = await this.database.statements(ctx).query<UserSnapshot>(CHANGED, [revision]);
    return rows.map(({ id, role, active }) => Object.freeze({ id, role, active }));
  }
}

function userOf(row: Row): User {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    locale: row.locale,
    active: row.active,
    version: row.version,
    createdAt: row.created_at,
  };
}
