import { eventually } from '#lib/testing';
import type { Client } from 'pg';
import { liveSession } from './live-session';

const BLOCKED = `select count(*)::int as sessions from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/**
 * A hand on a row that others want. Who comes to it stands still there, with everything decided before it and nothing
 * committed; in which order they come is the order in which they go on.
 */
export class Standstill {
  private constructor(
    private readonly holder: Client,
    private readonly onlooker: Client,
  ) {}

  static async at(databaseUrl: string): Promise<Standstill> {
    return new Standstill(await liveSession(databaseUrl), await liveSession(databaseUrl));
  }

  /** Locks the rows that the statement selects, e.g. `select from accounts where … for update`. */
  async hold(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.holder.query('begin');
    await this.holder.query(text, [...values]);
  }

  /** Resolves when so many sessions wait for a lock. */
  async waiting(sessions: number): Promise<void> {
    const read = async (): Promise<number> =>
      (await this.onlooker.query<{ sessions: number }>(BLOCKED)).rows[0]?.sessions ?? 0;
    await eventually(read, (seen) => seen >= sessions);
  }

  async letGo(): Promise<void> {
    await this.holder.query('rollback');
  }

  /** A statement that commits by itself, while the rows are held. */
  async run(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.onlooker.query(text, [...values]);
  }

  async close(): Promise<void> {
    await this.holder.end();
    await this.onlooker.end();
  }
}
