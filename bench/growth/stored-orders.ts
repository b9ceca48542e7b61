import { Client } from 'pg';
import { copyStatement, orderColumn } from './copied-column';

/** Orders copied by one statement per table: large enough to be set-based, small enough to show progress. */
const BATCH = 100_000;
/** The stored orders came in within so many hours before now: all of what they left is within its retention. */
const SPREAD_H = 20;
const SPREAD_OVER = 12_000_000;
/** One row of the event feed per flight of 256 orders and event-writing stage. */
const FEED_BATCH = 256;
const FEED_STAGES = 4;

const TABLES = `
  select c.table_name as "table", array_agg(a.column_name::text order by a.ordinal_position) as columns
  from information_schema.columns c join information_schema.columns a using (table_schema, table_name)
  where c.table_schema = 'live' and a.is_identity = 'NO' and a.is_generated = 'NEVER'
    and (c.column_name = 'order_id' or (c.table_name, c.column_name) in (('orders', 'id'), ('idempotency_keys', 'resource_id')))
  group by 1`;

/** UUIDs of version 7 whose instants ascend with `n`: later orders come after earlier ones in every index. */
const COPIES = `
  insert into copies
  select s.id, (lpad(to_hex(($3 + n * $4)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid, n
  from generate_series($1::bigint, $2::bigint - 1) n join sample s on s.nr = n % (select count(*) from sample)`;

const FEED = `
  insert into event_feed (order_ids, first_sequences, last_sequences)
  select array_agg(id order by n), array_fill(stage, array[count(*)::int]), array_fill(stage, array[count(*)::int])
  from copies, generate_series(1, ${FEED_STAGES}) as stage group by n / ${FEED_BATCH}, stage order by 1`;

/** Money that the copies cost comes in beforehand: the books stay balanced, and no balance changes. */
const TOP_UPS = `
  insert into transfers (order_id, debit_account, credit_account, amount_minor, created_at, kind, currency)
  select gen_random_uuid(), $1, o.debit_account, sum(o.amount_minor), max(o.created_at), 3, o.currency
  from copies c join sample_transfers o on o.order_id = c.old_id where o.kind = 1 group by o.debit_account, o.currency`;

const BANK = 'select debit_account as id from transfers where kind = 3 limit 1';

const SIZE = 'select pg_size_pretty(pg_database_size(current_database())) as size';

interface Table {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * Fills a database with orders: every row that real, dispatched orders of this database have left anywhere is written
 * again for each copy, with all indexes in place. The copies hold nothing any more: no stock, seat or shift.
 */
export class StoredOrders {
  private constructor(
    private readonly client: Client,
    private readonly tables: readonly Table[],
    private readonly bank: string,
    private readonly note: (line: string) => void,
    private stored: number,
  ) {}

  /** Takes the dispatched orders that are there as the sample; `stored` copies of them are there already. */
  static async open(databaseUrl: string, note: (line: string) => void, stored: number): Promise<StoredOrders> {
    const client = new Client({
      connectionString: databaseUrl,
      options: '-c search_path=live -c synchronous_commit=off -c work_mem=256MB -c jit=off',
    });
    await client.connect();
    await client.query(
      `create temp table sample as select id, row_number() over () - 1 as nr from orders where status = 'dispatched' and reference not like 'copy-%'`,
    );
    const tables: Table[] = [];
    for (const one of (await client.query<Table>(TABLES)).rows) {
      const { rowCount } = await client.query(
        `create temp table sample_${one.table} as select t.* from "${one.table}" t join sample s on s.id = t."${orderColumn(one.table)}"`,
      );
      if (rowCount !== null && rowCount > 0) tables.push(one);
    }
    await client.query('create temp table copies (old_id uuid not null, id uuid not null, n bigint not null)');
    const bank = (await client.query<{ id: string }>(BANK)).rows[0]?.id;
    if (bank === undefined || tables.length === 0) throw new Error('No order was dispatched that could be copied');
    return new StoredOrders(client, tables, bank, note, stored);
  }

  /** Stores copies until there are so many. */
  async growTo(orders: number): Promise<void> {
    const [first, startedMs] = [this.stored, performance.now()];
    while (this.stored < orders) {
      const upTo = Math.min(orders, this.stored + BATCH);
      await this.copy(this.stored, upTo);
      this.stored = upTo;
      const perS = (upTo - first) / ((performance.now() - startedMs) / 1000);
      this.note(`${upTo} of ${orders} orders are stored (${Math.round(perS)}/s)`);
    }
  }

  /** Leaves the database as one is that has been vacuumed as it grew. */
  async close(): Promise<void> {
    await this.client.query('discard temp');
    await this.client.query('vacuum (analyze)');
    await this.client.query('checkpoint');
    const { rows } = await this.client.query<{ size: string }>(SIZE);
    this.note(`${this.stored} orders and everything else take ${rows[0]?.size ?? '?'}`);
    await this.client.end();
  }

  private async copy(from: number, to: number): Promise<void> {
    const { client } = this;
    const spreadMs = SPREAD_H * 3_600_000;
    await client.query('truncate copies');
    await client.query(COPIES, [from, to, Date.now() - spreadMs, spreadMs / SPREAD_OVER]);
    await client.query('analyze copies');
    await client.query(TOP_UPS, [this.bank]);
    for (const { table, columns } of this.tables) await client.query(copyStatement(table, columns));
    await client.query(FEED);
  }
}
