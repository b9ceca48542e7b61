import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from '#lib/kernel';
import { Client } from 'pg';
import type { LoadWord } from '../load/load-plan';

/**
 * Load is held back above, and let go on below: deep enough that no stage is ever idle, shallow enough to drain in
 * seconds, and far from the 20,000 that a pipeline may have accepted and not dispatched.
 */
const HIGH = 8_000;
const LOW = 5_000;
const EVERY_MS = 100;

const DEPTH = `
  select coalesce(sum(cardinality(order_ids)), 0)::int as depth from live.work
  where stage in ('payment', 'fulfilment', 'dispatch')`;

/** Of the orders that came later than `$1`, so that a database full of old ones is not read. */
const DISPATCHED = `select count(*)::int as count from live.orders where status = 'dispatched' and id > $1`;

/** Watches from a connection of its own how many of the orders placed from now on are on their way to `dispatched`. */
export class DepthWatch {
  /** The deepest that was seen since the watch began. */
  deepest = 0;
  private running = true;
  private readonly watching: Promise<void>;
  private readonly since = uuidv7();

  private constructor(
    private readonly client: Client,
    private readonly say: (word: LoadWord) => void,
  ) {
    this.watching = this.watch();
  }

  /** `say` holds the load back while too much is under way, and lets it go on. */
  static async open(databaseUrl: string, say: (word: LoadWord) => void = () => undefined): Promise<DepthWatch> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new DepthWatch(client, say);
  }

  async dispatched(): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(DISPATCHED, [this.since]);
    return rows[0]?.count ?? 0;
  }

  /** Resolves when that many more are dispatched than now; throws when they are not after `withinS`. */
  async moved(orders: number, withinS: number): Promise<void> {
    await this.reached((await this.dispatched()) + orders, withinS);
  }

  /** Resolves with the time when that many are dispatched; throws when they are not after `withinS`. */
  async reached(orders: number, withinS: number): Promise<number> {
    const untilMs = performance.now() + withinS * 1000;
    while ((await this.dispatched()) < orders) {
      if (performance.now() > untilMs) throw new Error(`Less than ${orders} orders were dispatched in ${withinS} s`);
      await delay(EVERY_MS);
    }
    return performance.now();
  }

  /** Resolves when nothing is on its way any more; throws when something still is after `withinS`. */
  async drained(withinS: number): Promise<void> {
    const untilMs = performance.now() + withinS * 1000;
    for (;;) {
      const depth = await this.depth();
      if (depth === 0) return;
      if (performance.now() > untilMs) throw new Error(`${depth} orders are still under way after ${withinS} s`);
      await delay(EVERY_MS);
    }
  }

  async close(): Promise<void> {
    this.running = false;
    await this.watching;
    await this.client.end();
  }

  private async watch(): Promise<void> {
    let held = false;
    while (this.running) {
      const depth = await this.depth();
      this.deepest = Math.max(this.deepest, depth);
      if (held ? depth < LOW : depth > HIGH) {
        held = !held;
        this.say(held ? 'pause' : 'resume');
      }
      await delay(EVERY_MS);
    }
  }

  private async depth(): Promise<number> {
    const { rows } = await this.client.query<{ depth: number }>(DEPTH);
    return rows[0]?.depth ?? 0;
  }
}
