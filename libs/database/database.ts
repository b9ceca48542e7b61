import { DomainError, Turnstile, type Context, type Lane } from '#lib/kernel';
import { announceCommand } from './command';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { isTransactionConflict } from './sql-state';
import type { Statement } from './statement';
import { Tx, type Queryable } from './tx';
import { wireValues } from './wire-values';

/** How often a transaction that lost a deadlock or a serialization race runs again before its error is shown. */
const CONFLICT_RETRIES = 3;

/**
 * The part of the pool that clients' transactions may hold at once. The rest is the system's own: with all of it in clients'
 * hands, orders are accepted and cancelled, and none moves on.
 */
const CLIENTS_SHARE = 1 / 2;
/** Requests that may wait for their turn, and how long. */
const [WAITING_CLIENTS, CLIENT_WAIT_MS] = [512, 2000];

/** The pool seen as a `Queryable`: every statement commits by itself. */
class Autocommit implements Queryable {
  constructor(
    readonly lane: Lane,
    private readonly pool: Pool,
    private readonly prepared: boolean,
  ) {}

  async query<Row extends object>(statement: Statement, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(this.config(statement, params))).rows;
  }

  async execute(statement: Statement, params: readonly unknown[] = []): Promise<number> {
    return (await this.pool.query(this.config(statement, params))).rowCount ?? 0;
  }

  private config(statement: Statement, params: readonly unknown[]): { name?: string; text: string; values: unknown[] } {
    const values = wireValues(params);
    return this.prepared ? { name: statement.name, text: statement.text, values } : { text: statement.text, values };
  }
}

/** See `Database.dedicatedPool`. */
export interface DedicatedPool {
  readonly statements: Queryable;
  close(): Promise<void>;
}

/**
 * The door to PostgreSQL. One instance serves one lane; a context of another lane is refused, so that load-test
 * traffic can never reach live rows by mistake.
 */
export class Database {
  private readonly autocommit: Autocommit;
  private readonly clients: Turnstile;

  constructor(
    readonly dataSource: DataSource,
    private readonly lane: Lane,
    private readonly prepared: boolean,
  ) {
    const driver = dataSource.driver as unknown as { master: Pool };
    this.autocommit = new Autocommit(lane, driver.master, prepared);
    const inside = Math.max(1, Math.floor(driver.master.options.max * CLIENTS_SHARE));
    this.clients = new Turnstile({ inside, waiting: WAITING_CLIENTS, waitMs: CLIENT_WAIT_MS, refuse: busy });
  }

  /** Statements that commit one by one. */
  statements(ctx: Context): Queryable {
    this.assertLane(ctx);
    return this.autocommit;
  }

  /**
   * A pool of its own for one caller whose statements must neither wait for the others' connections nor for a lock
   * longer than `lockTimeoutMs`. The caller closes it.
   */
  dedicatedPool(ctx: Context, options: { readonly size: number; readonly lockTimeoutMs: number }): DedicatedPool {
    this.assertLane(ctx);
    const { options: shared } = this.dataSource.driver as unknown as {
      master: Pool;
      options: { url: string; extra: PoolConfig };
    };
    const pool = new Pool({
      ...shared.extra,
      connectionString: shared.url,
      connectionTimeoutMillis: 3000,
      max: options.size,
      options: `${shared.extra.options ?? ''} -c lock_timeout=${options.lockTimeoutMs}`,
    });
    // An idle connection that breaks is replaced at the next statement, which reports its own failure.
    pool.on('error', () => undefined);
    return { statements: new Autocommit(this.lane, pool, this.prepared), close: () => pool.end() };
  }

  /** How many connections of the pool are open, unused and waited for, out of how many there may be. */
  poolUse(): { readonly total: number; readonly idle: number; readonly waiting: number; readonly size: number } {
    const { master } = this.dataSource.driver as unknown as { master: Pool };
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = master;
    return { total, idle, waiting, size: master.options.max };
  }

  /** Entities outside a transaction, for reading resources. */
  entities(ctx: Context): EntityManager {
    this.assertLane(ctx);
    return this.dataSource.manager;
  }

  /**
   * Runs `work` in one READ COMMITTED transaction, a client's when its turn comes (else `database.busy`, 503): commits what it returns from, rolls back what it throws. A lost
   * deadlock or serialization race runs it again, so `work` must have no effect outside the transaction. With `deadlineMs` the first statement after it throws
   * `DeadlineExceeded`.
   */
  async transaction<T>(
    ctx: Context,
    work: (tx: Tx) => T | Promise<T>,
    options: { readonly deadlineMs?: number } = {},
  ): Promise<T> {
    this.assertLane(ctx);
    const once = (): Promise<T> => this.once(ctx, work, options.deadlineMs);
    for (let attempt = 1; ; attempt++) {
      try {
        return await (ctx.actor.kind === 'system' ? once() : this.clients.pass(once));
      } catch (error) {
        if (attempt > CONFLICT_RETRIES || !isTransactionConflict(error)) throw error;
      }
    }
  }

  private async once<T>(ctx: Context, work: (tx: Tx) => T | Promise<T>, deadlineMs: number | undefined): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
      const tx = new Tx(this.lane, runner.manager, client, this.prepared, deadlineMs);
      try {
        announceCommand(ctx, tx);
        const result = await work(tx);
        await tx.arrived();
        await runner.commitTransaction();
        tx.settle();
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  private assertLane(ctx: Context): void {
    if (ctx.lane !== this.lane) throw new Error(`A ${ctx.lane} context reached the ${this.lane} database`);
  }
}

function busy(): DomainError {
  const message = 'Too many changes wait for the database; repeat the request after Retry-After';
  return new DomainError('overloaded', 'database.busy', message, { retryAfterS: 1 });
}
