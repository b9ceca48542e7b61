import { randomBytes } from 'node:crypto';
import { Database, dataSourceOptions } from '#lib/database';
import { systemContext, type Context } from '#lib/kernel';
import { Client } from 'pg';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { testServers, withPath } from './servers';

export interface TestDatabaseOptions {
  readonly entities?: MixedList<(new () => object) | EntitySchema>;
  /** 10 unless said. */
  readonly poolSize?: number;
}

/** A database of one's own, migrated and empty. */
export interface TestDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly database: Database;
  /** A system context of the live lane. */
  readonly ctx: Context;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

/** Clones the migrated template (some 50 ms). Call it in `beforeAll`, close it in `afterAll`. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { url, drop } = await cloneTemplate();
  const base = dataSourceOptions({ url, poolSize: options.poolSize ?? 10, prepared: true, applicationName: 'test' });
  const dataSource = new DataSource({ ...base, entities: options.entities ?? [] });
  await dataSource.initialize();
  return {
    url,
    dataSource,
    database: new Database(dataSource, 'live', true),
    ctx: systemContext('test'),
    close: async () => {
      await dataSource.destroy();
      await drop();
    },
  };
}

/** A migrated, empty database without a connection to it: for an application that brings its own. */
export async function cloneTemplate(): Promise<{ url: string; drop: () => Promise<void> }> {
  return createFrom(testServers().template);
}

async function createFrom(template: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const { postgresUrl } = testServers();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name} template ${template}`);
  return { url: withPath(postgresUrl, name), drop: () => administer(`drop database ${name} with (force)`) };
}

/** A database without any table, for what begins there. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  return createFrom('template0');
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: withPath(testServers().postgresUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
