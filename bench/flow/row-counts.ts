import { queryOnce } from '../servers/stored-rows';

/** Rows that sessions inserted and updated since the database was made, by table. */
export type RowCounts = ReadonlyMap<string, number>;

const COUNTS = `
  select relname || ' ' || what as name, count::int as count
  from pg_stat_user_tables, lateral (values ('inserted', n_tup_ins), ('updated', n_tup_upd)) as c(what, count)
  where schemaname = 'live'`;

/** Sessions hand in their counts when they end; call it after the server and the replay have closed theirs. */
export async function rowCounts(databaseUrl: string): Promise<RowCounts> {
  const rows = await queryOnce<{ name: string; count: number }>(databaseUrl, COUNTS);
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** The share of an order that two runs of the same orders may differ by in any table. */
const TOLERANCE = 0.01;

/** Where a yardstick wrote something else than what it measures: then it would be no yardstick. */
export function rowDifferences(subject: RowCounts, yardstick: RowCounts, orders: number): string[] {
  return [...subject].flatMap(([name, count]) => {
    const other = yardstick.get(name) ?? 0;
    const differs = Math.abs(count - other) > Math.max(5, orders * TOLERANCE);
    return differs ? [`yardstick: ${other} rows ${name}, ${count} when recorded`] : [];
  });
}
