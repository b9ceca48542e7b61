import { Client } from 'pg';
import { DataSource, type MixedList } from 'typeorm';
import { dataSourceOptions, LIVE_SCHEMA } from './data-source';

export interface MigrateOptions {
  readonly url: string;
  /** The classes, oldest first. */
  readonly migrations: MixedList<new () => object>;
}

/** One key for all processes of Linehaul on one database ("linehaul" in ASCII, cut to 63 bits). */
const LOCK_KEY = '7811887399066886508';

/**
 * Brings the database up to date and answers the names of the migrations it ran, oldest first. Processes that start
 * together take turns under an advisory lock, so that each migration runs once. Each runs in a transaction of its own.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new Client({ connectionString: options.url, application_name: 'linehaul-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(`create schema if not exists ${LIVE_SCHEMA}`);
    return await withMigrations(options, async (dataSource) => {
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      return ran.map((migration) => migration.name);
    });
  } finally {
    await client.end();
  }
}

/** A data source that knows the migrations; no statement timeout, since building an index may take its time. */
export async function withMigrations<T>(
  options: MigrateOptions,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const base = dataSourceOptions({
    url: options.url,
    poolSize: 1,
    prepared: false,
    applicationName: 'linehaul-migrate',
  });
  const dataSource = new DataSource({
    ...base,
    migrations: options.migrations,
    migrationsTableName: 'migrations',
    extra: { options: `-c search_path=${LIVE_SCHEMA} -c timezone=UTC -c lock_timeout=10000` },
  });
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
