import type { Lane } from '#lib/kernel';
import type { PoolClient, QueryResult } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Statement } from './statement';
import { wireValues } from './wire-values';

/** Anything that runs statements: a transaction, or the pool itself (each statement then commits by itself). */
export interface Queryable {
  readonly lane: Lane;
  /** Rows as PostgreSQL gives them: snake_case columns, int8 as number, timestamptz as Date. */
  query<Row extends object>(statement: Statement, params?: readonly unknown[]): Promise<Row[]>;
  /** The same, when only the number of touched rows matters. */
  execute(statement: Statement, params?: readonly unknown[]): Promise<number>;
}

/** The attempt took longer than its stage allows; counted as a timeout, apart from errors. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';

  constructor(statementName: string) {
    super(`The deadline of the transaction had passed before ${statementName}`);
  }
}

/**
 * One open transaction. What is sent with `send` is not waited for: it travels ahead of whatever comes next, and the
 * transaction commits only if all of it has succeeded. So rows stay locked for as many round trips as there are questions, not
 * statements. Raw set-based SQL goes through `query` on the client of TypeORM's own query runner, so that
 * entities (through `manager`) and hot-path statements share the transaction.
 */
export class Tx implements Queryable {
  private readonly committed: (() => void)[] = [];
  private readonly underWay: Promise<void>[] = [];
  /** The first statement that was sent and failed; those behind it fail because of it. */
  private fault: { readonly error: unknown } | undefined;
  private readonly deadlineAt: number;

  constructor(
    readonly lane: Lane,
    /** For resource CRUD only; the pipeline never goes through entities. */
    readonly manager: EntityManager,
    private readonly client: PoolClient,
    private readonly prepared: boolean,
    deadlineMs: number | undefined,
  ) {
    this.deadlineAt = deadlineMs === undefined ? Infinity : performance.now() + deadlineMs;
  }

  async query<Row extends object>(statement: Statement, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.answered<Row>(statement, params)).rows;
  }

  async execute(statement: Statement, params: readonly unknown[] = []): Promise<number> {
    return (await this.answered(statement, params)).rowCount ?? 0;
  }

  /**
   * Runs a statement whose outcome nobody needs for what comes next. What fails, or what `verify` throws when it is told how many
   * rows were touched, fails the transaction: at its next question, or at its end.
   */
  send(statement: Statement, params: readonly unknown[], verify?: (touched: number) => void): void {
    const done = this.run(statement, params).then(({ rowCount }) => verify?.(rowCount ?? 0));
    this.underWay.push(done.catch((error: unknown) => void (this.fault ??= { error })));
  }

  /** Resolves when everything that was sent has succeeded; throws what failed first. */
  async arrived(): Promise<void> {
    await Promise.all(this.underWay);
    if (this.fault !== undefined) throw this.fault.error;
  }

  /** Runs after a successful COMMIT; for wake-ups and metrics only, since a crash skips it. */
  afterCommit(action: () => void): void {
    this.committed.push(action);
  }

  /** Called once by the owner of the transaction. */
  settle(): void {
    for (const action of this.committed) action();
  }

  private async answered<Row extends object>(
    statement: Statement,
    params: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    try {
      return await this.run<Row>(statement, params);
    } catch (error) {
      await this.arrived(); // it may only say that the transaction had failed before it
      throw error;
    }
  }

  private async run<Row extends object>(statement: Statement, params: readonly unknown[]): Promise<QueryResult<Row>> {
    if (performance.now() > this.deadlineAt) throw new DeadlineExceeded(statement.name);
    const values = wireValues(params);
    if (!this.prepared) return this.client.query<Row>(statement.text, values);
    return this.client.query<Row>({ name: statement.name, text: statement.text, values });
  }
}
