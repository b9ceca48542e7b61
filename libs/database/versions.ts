import { statement } from './statement';
import type { Tx } from './tx';

/** What processes keep an in-memory snapshot of. */
export type Topic =
  | 'settings'
  | 'clients'
  | 'merchants'
  | 'users'
  | 'sessions'
  | 'keys'
  | 'catalog'
  | 'network'
  | 'timetables'
  | 'couriers'
  | 'restarts';

const BUMP = statement(
  'database.bump-version',
  `insert into versions (topic, version) values ($1, 1)
   on conflict (topic) do update set version = versions.version + 1 returning version`,
);

/**
 * Announces, in the transaction that changes it, that snapshots of `topic` are out of date. Returns the new version.
 * The row lock serialises changes of one topic: a reader that sees version n sees every change up to n.
 */
export async function bumpVersion(tx: Tx, topic: Topic): Promise<number> {
  const [row] = await tx.query<{ version: number }>(BUMP, [topic]);
  if (row === undefined) throw new Error(`No version for topic ${topic}`);
  return row.version;
}
