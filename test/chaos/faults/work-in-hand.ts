import { Redis } from 'ioredis';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hand } from './outcome';

const QUEUE_PREFIX = 'linehaul:live:queue';
const QUEUES = ['payment', 'fulfilment', 'dispatch'] as const;
const POLL_MS = 20;

const BUSY = `
  select count(*)::int as busy from pg_stat_activity
  where application_name like $1 and backend_type = 'client backend' and state in ('active', 'idle in transaction')`;

const LEFT = `
  select id::text, stage, cardinality(order_ids) as orders, epoch, attempts, coalesce(last_error, '') as "lastError",
    run_after > now() as "isPostponed", dispatched_until > now() as "isMarked"
  from live.work where id = any($1::uuid[])`;

interface LeftRow {
  readonly id: string;
  readonly stage: string;
  readonly orders: number;
  readonly epoch: number;
  readonly attempts: number;
  readonly lastError: string;
  readonly isPostponed: boolean;
  readonly isMarked: boolean | null;
}

/** Who holds which work right now, as the queues and PostgreSQL tell. */
export class WorkInHand {
  constructor(
    private readonly postgresUrl: () => string,
    private readonly redisUrl: () => string,
  ) {}

  /** Work rows whose jobs this process runs. */
  async rowsOf(process: string): Promise<string[]> {
    const redis = new Redis(this.redisUrl(), { maxRetriesPerRequest: 1, commandTimeout: 1_000 });
    redis.on('error', () => undefined);
    try {
      const rows: string[] = [];
      for (const queue of QUEUES) {
        for (const job of await redis.lrange(`${QUEUE_PREFIX}:${queue}:active`, 0, -1)) {
          const [worker, data] = await redis.hmget(`${QUEUE_PREFIX}:${queue}:${job}`, 'pb', 'data');
          if (worker === process && data) rows.push((JSON.parse(data) as { workId: string }).workId);
        }
      }
      return rows;
    } catch {
      return [];
    } finally {
      redis.disconnect();
    }
  }

  /** How many sessions are in the middle of something: of this process, or of all. */
  async busySessions(process = ''): Promise<number> {
    const [row] = await this.query<{ busy: number }>(BUSY, [`linehaul${process === '' ? '%' : ` ${process}`}`]);
    return row?.busy ?? 0;
  }

  /** Those of these work rows that are still there. */
  async left(rows: readonly string[]): Promise<string[]> {
    return (await this.leftRows(rows)).map(({ id }) => id);
  }

  /** When the first and the last of these rows was done, in ms after `fromMs`; undefined for what was not in time. */
  async doneAfter(rows: readonly string[], fromMs: number, withinMs: number): Promise<Omit<Hand, 'rows'>> {
    let firstMs: number | undefined;
    let left: LeftRow[] | undefined;
    while (Date.now() - fromMs < withinMs) {
      left = await this.leftRows(rows).catch(() => undefined);
      if (left !== undefined && left.length < rows.length) firstMs ??= Date.now() - fromMs;
      if (left?.length === 0) return { firstMs, lastMs: Date.now() - fromMs, lingering: [] };
      await delay(POLL_MS);
    }
    return { firstMs, lastMs: undefined, lingering: (left ?? []).map((row) => JSON.stringify(row)) };
  }

  private leftRows(rows: readonly string[]): Promise<LeftRow[]> {
    return this.query<LeftRow>(LEFT, [rows]);
  }

  private async query<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const client = new Client({ connectionString: this.postgresUrl(), connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }
}
