import { inject } from 'vitest';

/** The servers of this test run, as the global set-up hands them to every worker. */
export interface TestServers {
  /** The migrated database that each test database is cloned from. */
  readonly template: string;
  /** Superuser connection; the path names the template. */
  readonly postgresUrl: string;
  readonly redisUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServers: TestServers;
  }
}

export function testServers(): TestServers {
  return inject('testServers');
}

/** `url` with another database (PostgreSQL's name or Redis's number). */
export function withPath(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}
