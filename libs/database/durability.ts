import type { Context } from '#lib/kernel';
import type { Database } from './database';
import { statement } from './statement';

const SETTINGS = statement(
  'database.durability',
  `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
);

/**
 * What this PostgreSQL is set to that could lose a commit that was answered, one sentence each. The promise that an
 * accepted order survives a power cut rests on these three settings.
 */
export async function durabilityFaults(ctx: Context, database: Database): Promise<string[]> {
  const rows = await database.statements(ctx).query<{ name: string; setting: string }>(SETTINGS);
  return rows
    .filter(({ setting }) => setting === 'off')
    .map(({ name }) => `PostgreSQL runs with ${name} = off: set it to on, or a crash loses orders that were accepted`);
}
