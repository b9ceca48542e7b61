import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { AgeingTable, Database } from '#lib/database';
import { systemContext, type Clock, type Context } from '#lib/kernel';
import type { RedisLock } from '#lib/redis';
import type { Settings, SettingsSnapshot } from '#lib/settings';
import { PAGES_PER_STEP, Sweep } from './sweep';

/** A table and how long its rows are kept. */
export interface RetainedTable extends AgeingTable {
  readonly keptForH: (settings: SettingsSnapshot) => number;
}

/** How many rows went; or that another process was at it, or that it failed and was told. */
type SweepOutcome = number | 'elsewhere' | 'failed';

export interface RetentionParts {
  readonly database: Database;
  readonly settings: Settings;
  readonly locks: RedisLock;
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;
const INTERVAL_MS = HOUR_MS;
/** A process that has just come up has better things to do. */
const FIRST_AFTER_MS = 60_000;
const LOCK_TTL_MS = 10_000;
/** After each step the sweep rests so many times as long as the step took: a tenth of one connection at most. */
const REST_FACTOR = 9;

/**
 * Forgets what is old, table by table, once an hour. A lock keeps other processes from going through the same table at
 * the same time; without Redis they do, and delete each row once all the same. A fault is told and the next hour tries
 * again: rows that are kept longer do no harm.
 */
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('retention');
  private readonly sweeps: readonly { readonly table: RetainedTable; readonly sweep: Sweep }[];
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: RetentionParts,
    tables: readonly RetainedTable[],
    /** Whether this process does it by itself; otherwise only when `run` is called. */
    private readonly isActive: boolean,
  ) {
    this.sweeps = tables.map((table) => ({ table, sweep: new Sweep(table) }));
  }

  onApplicationBootstrap(): void {
    if (this.isActive) this.schedule(FIRST_AFTER_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  /** Goes through every table once; answers what came of each. */
  async run(): Promise<Record<string, SweepOutcome>> {
    const outcomes: Record<string, SweepOutcome> = {};
    for (const { table, sweep } of this.sweeps) {
      outcomes[table.table] = await this.forgetAlone(table, sweep).catch((error: unknown) => {
        this.logger.warn({ message: `could not forget what is old in ${table.table}; tries again`, err: error });
        return 'failed' as const;
      });
    }
    return outcomes;
  }

  private async forgetAlone(table: RetainedTable, sweep: Sweep): Promise<SweepOutcome> {
    const result = await this.parts.locks.withLock(`retention:${table.table}`, { ttlMs: LOCK_TTL_MS }, (held) =>
      this.forget(table, sweep, AbortSignal.any([held, this.stopping.signal])),
    );
    return result.outcome === 'done' ? result.value : 'elsewhere';
  }

  private async forget(table: RetainedTable, sweep: Sweep, signal: AbortSignal): Promise<number> {
    const ctx: Context = systemContext('retention');
    const db = this.parts.database.statements(ctx);
    const now = this.parts.clock.now();
    const olderThan = new Date(now.getTime() - table.keptForH(this.parts.settings.of(ctx)) * HOUR_MS);
    await table.prepare?.(db, now, olderThan);
    const pages = await sweep.pages(db);
    let forgotten = 0;
    for (let page = 0; page < pages && !signal.aborted; page += PAGES_PER_STEP) {
      const startedMs = performance.now();
      forgotten += await sweep.step(db, page, olderThan);
      if (page + PAGES_PER_STEP < pages) await rest(REST_FACTOR * (performance.now() - startedMs), signal);
    }
    return forgotten;
  }

  private schedule(afterMs: number): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.running = this.run().then(() => this.schedule(INTERVAL_MS));
    }, afterMs);
  }
}

/** Ends early when the signal does. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal }).catch(() => undefined);
}
