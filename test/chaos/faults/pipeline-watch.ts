import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { News } from './news';

const POLL_MS = 25;
const DEPTH_EVERY = 20;

/**
 * Commits of stages since a transaction id, by the event feed; clients' own commits (orders, cancels, scans) do not count.
 * One look into the events for each of the few that are new: whoever watches must not weigh on what is watched.
 */
const STAGE_COMMITS = `
  select f.xid::text as xid, f.id::text as id, now.horizon
  from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) as now
  left join lateral (
    select feed.xid, feed.id from live.event_feed feed
    where feed.xid >= $1::xid8 and feed.first_sequences[1] > 1 and (
      select e.actor from live.order_events e
      where e.order_id = feed.order_ids[1] and e.sequence = feed.last_sequences[1]
    ) like 'system:%'
  ) as f on true`;

const DEPTH = `
  select coalesce(sum(cardinality(order_ids)), 0)::int as depth from live.work where stage <> 'expiry'`;

interface Commit {
  readonly xid: string | null;
  readonly id: string | null;
  readonly horizon: string;
}

/** Watches from a connection of its own when stages commit, and how many orders are on their way. */
export class PipelineWatch {
  depth = 0;
  private readonly listeners = new Set<(atMs: number) => void>();
  private readonly news = new News();
  private horizon = '0';
  private running = true;
  private client: Client | undefined;
  private readonly watching: Promise<void>;

  constructor(private readonly url: () => string) {
    this.watching = this.watch();
  }

  /** Calls `listener` whenever stages have committed since it looked last; returns the way to stop. */
  onStage(listener: (atMs: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.watching;
  }

  private async watch(): Promise<void> {
    for (let round = 0; this.running; round++) {
      try {
        if (this.client === undefined) {
          this.client = await connected(this.url());
          this.news.cutOff();
        }
        await this.look(this.client);
        if (round % DEPTH_EVERY === 0) this.depth = await depthOf(this.client);
      } catch {
        await this.client?.end().catch(() => undefined);
        this.client = undefined; // PostgreSQL is away: that is what we are here for
      }
      await delay(POLL_MS);
    }
    await this.client?.end().catch(() => undefined);
  }

  private async look(client: Client): Promise<void> {
    const { rows } = await client.query<Commit>(STAGE_COMMITS, [this.horizon]);
    const found = rows.flatMap(({ xid, id }) => (xid === null ? [] : [`${xid}/${id ?? ''}`]));
    this.horizon = rows[0]?.horizon ?? this.horizon;
    if (!this.news.isIn(found)) return;
    for (const listener of this.listeners) listener(Date.now());
  }
}

async function connected(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 1_000,
    statement_timeout: 3_000,
    query_timeout: 3_500,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function depthOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ depth: number }>(DEPTH);
  return rows[0]?.depth ?? 0;
}
