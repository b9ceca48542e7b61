import { statement, type AgeingTable, type Queryable, type Statement } from '#lib/database';

/** Pages of a table that one statement goes through: 2 MB, and a hundredth of a second unless all of it goes. */
export const PAGES_PER_STEP = 256;

/**
 * Goes through a table page by page, in the order it lies on disk, and deletes what may go. That needs no index, which
 * every insert would pay for, and costs the same whether much or little is old. Two sweeps at the same time
 * delete each row once.
 */
export class Sweep {
  private readonly size: Statement;
  private readonly forget: Statement;

  constructor({ table, mayGo }: AgeingTable) {
    this.size = statement(
      `retention.size-${table}`,
      `select pg_relation_size('${table}') / current_setting('block_size')::int as pages`,
    );
    this.forget = statement(
      `retention.forget-${table}`,
      `delete from ${table} where ctid >= $2::tid and ctid < $3::tid and (${mayGo})`,
    );
  }

  /** How many pages the table has now. */
  async pages(db: Queryable): Promise<number> {
    const [row] = await db.query<{ pages: number }>(this.size);
    return row?.pages ?? 0;
  }

  /** Deletes what may go of the `PAGES_PER_STEP` pages from `page` on; returns how many rows went. */
  step(db: Queryable, page: number, olderThan: Date): Promise<number> {
    return db.execute(this.forget, [olderThan, `(${page},0)`, `(${page + PAGES_PER_STEP},0)`]);
  }
}
