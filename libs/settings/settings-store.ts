import { actorName, DomainError, type Context } from '#lib/kernel';
import { recordChanges } from '#lib/audit';
import { bumpVersion, statement, type Queryable, type Tx } from '#lib/database';
import { faultsOf, merge, type Overrides, type Patch } from './values';

/** One version of the settings, kept for ever. */
export interface SettingsVersion {
  readonly version: number;
  readonly overrides: Overrides;
  /** `client:<id>` or `system:<name>`. */
  readonly changedBy: string;
  readonly reason: string;
  readonly createdAt: Date;
}

interface Row {
  readonly version: number;
  readonly values: Overrides;
  readonly changed_by: string;
  readonly reason: string;
  readonly created_at: Date;
}

const toVersion = (row: Row): SettingsVersion => ({
  version: row.version,
  overrides: row.values,
  changedBy: row.changed_by,
  reason: row.reason,
  createdAt: row.created_at,
});

const COLUMNS = 'version, values, changed_by, reason, created_at';

const CURRENT = statement('settings.current', `select ${COLUMNS} from settings_versions order by version desc limit 1`);

/** The newest version; 1, without overrides, is written by the migration. */
export async function currentVersion(db: Queryable): Promise<SettingsVersion> {
  const [row] = await db.query<Row>(CURRENT);
  if (row === undefined) throw new Error('The table settings_versions has no row: migrations have not run');
  return toVersion(row);
}

const BY_VERSION = statement('settings.by-version', `select ${COLUMNS} from settings_versions where version = $1`);

export async function findVersion(db: Queryable, version: number): Promise<SettingsVersion | undefined> {
  const [row] = await db.query<Row>(BY_VERSION, [version]);
  return row && toVersion(row);
}

const HISTORY = statement(
  'settings.history',
  `select ${COLUMNS} from settings_versions where version < $1::bigint order by version desc limit $2`,
);

/** Versions below `before`, newest first. */
export async function listVersions(db: Queryable, before: number, limit: number): Promise<SettingsVersion[]> {
  return (await db.query<Row>(HISTORY, [before, limit])).map(toVersion);
}

const INSERT = statement(
  'settings.insert',
  `insert into settings_versions (version, values, changed_by, reason, created_at)
   values ($1, $2::jsonb, $3, $4, $5) returning ${COLUMNS}`,
);

/** The newest version, while no other transaction can write the next one: what the change is decided on. */
export async function lockCurrentVersion(tx: Tx): Promise<SettingsVersion> {
  await bumpVersion(tx, 'settings');
  return currentVersion(tx);
}

/** Writes the version after `current`, which `lockCurrentVersion` gave. */
export async function writeVersion(
  ctx: Context,
  tx: Tx,
  current: SettingsVersion,
  next: { overrides: Overrides; reason: string; now: Date },
): Promise<SettingsVersion> {
  const values = [current.version + 1, JSON.stringify(next.overrides), actorName(ctx), next.reason, next.now];
  const [row] = await tx.query<Row>(INSERT, values);
  if (row === undefined) throw new Error('The new version of the settings was not written');
  const before = { version: current.version, overrides: current.overrides };
  const after = { version: row.version, overrides: next.overrides, reason: next.reason };
  recordChanges(tx, [{ ctx, resource: 'settings', id: 'settings', before, after }]);
  return toVersion(row);
}

/** The overrides that a change leads to. Refuses a bad change whole, with one error per field. */
export function changed(overrides: Overrides, patch: Patch): Overrides {
  const errors = faultsOf(patch);
  if (errors.length > 0) {
    throw new DomainError('refused', 'settings.out_of_bounds', 'These settings cannot be set so; nothing was changed', {
      errors,
    });
  }
  return merge(overrides, patch);
}
