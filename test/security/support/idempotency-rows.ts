import type { Client } from 'pg';
import { liveSession } from '../../support/live-session';

/** A look into the table of keys, and a hand on it, past the application. */
export class IdempotencyRows {
  private constructor(private readonly client: Client) {}

  static async open(databaseUrl: string): Promise<IdempotencyRows> {
    const client = await liveSession(databaseUrl);
    return new IdempotencyRows(client);
  }

  /** Under which scope and route a key was bound. */
  async find(key: string): Promise<{ scope: string; route: string } | undefined> {
    const text = 'select scope, route from idempotency_keys where key = $1';
    const { rows } = await this.client.query<{ scope: string; route: string }>(text, [key]);
    return rows[0];
  }

  /** Holds a key as a first request does that has not finished, for as long as `work` takes. */
  async whileRunning<T>(scope: string, route: string, key: string, work: () => Promise<T>): Promise<T> {
    await this.client.query('begin');
    try {
      const text = `insert into idempotency_keys (scope, route, key, fingerprint, created_at) values ($1, $2, $3, '', now())`;
      await this.client.query(text, [scope, route, key]);
      return await work();
    } finally {
      await this.client.query('rollback');
    }
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
