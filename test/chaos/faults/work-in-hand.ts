import { Redis } from 'ioredis';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

const QUEUE_PREFIX = 'linehaul:live:queue';
const QUEUES = ['payment', 'fulfilment', 'dispatch'] as const;
const POLL_MS = 20;

const BUSY = `
  select count(*)::int as busy from pg_stat_activity
  where application_name like $1 and backend_type = 'client backend' and state in ('active', 'idle in transaction')`;

const LEFT = `select id::text from live.work where id = any($1::uuid[])`;

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
    return (await this.query<{ id: string }>(LEFT, [rows])).map(({ id }) => id);
  }

  /** When the first and the last of these rows was done, in ms after `fromMs`; undefined for what was not in time. */
  async doneAfter(
    rows: readonly string[],
    fromMs: number,
    withinMs: number,
  ): Promise<{ firstMs: number | undefined; lastMs: number | undefined }> {
    let firstMs: number | undefined;
    while (Date.now() - fromMs < withinMs) {
      const left = await this.left(rows).catch(() => rows);
      if (left.length < rows.length) firstMs ??= Date.now() - fromMs;
      if (left.length === 0) return { firstMs, lastMs: Date.now() - fromMs };
      await delay(POLL_MS);
    }
    return { firstMs, lastMs: undefined };
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
