import { setTimeout as pause } from 'node:timers/promises';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { sqlState } from './sql-state';

export interface FirstConnectionOptions {
  readonly withinMs: number;
  /** Told once, when the first attempt has failed in a way that time may mend. */
  onWaiting(this: void, error: unknown): void;
}

const PAUSE_MS = 50;

/**
 * Connects when PostgreSQL takes connections. After a power cut everything starts at once, and PostgreSQL goes through its
 * log first: whoever gave up at once would be started once more, and what it had loaded until then again.
 *
 * @throws the last error after `withinMs`; at once whatever no waiting mends, such as a wrong password
 */
export async function connectFirst(options: DataSourceOptions, first: FirstConnectionOptions): Promise<DataSource> {
  const untilMs = performance.now() + first.withinMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await new DataSource(options).initialize();
    } catch (error) {
      if (!isStarting(error) || performance.now() >= untilMs) throw error;
      if (attempt === 1) first.onWaiting(error);
      await pause(PAUSE_MS);
    }
  }
}

/** Nobody listens yet, or PostgreSQL says that it is starting up or going down (57P03, 57P01, 57P02). */
function isStarting(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('57P');
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || message === 'Connection terminated unexpectedly';
}
