import { Client } from 'pg';
import type { RecordedStatement } from './recording';

/** Patient, but not for ever: two statements may meet in another order than when they were recorded. */
const SESSION = '-c search_path=live -c timezone=UTC -c jit=off -c lock_timeout=10000 -c statement_timeout=30000';

export interface ReplayResult {
  readonly seconds: number;
  /** What failed here, by statement and reason; some of it may have failed when it was recorded as well. */
  readonly failures: ReadonlyMap<string, number>;
}

/** A statement and its place among the ended ones; on one connection they are sent in the order in which they end. */
interface Place {
  readonly statement: RecordedStatement;
  readonly place: number;
}

const TAKES_LOCKS = /for (no key )?update|advisory/i;

/**
 * How many statements must have ended before each may start. Where two waited for the same locks, the one that got them
 * first when recorded gets them first here: the other way round, it would hold them while it waits for the first one.
 */
export function startsAfter(recorded: readonly RecordedStatement[]): number[] {
  const locked = new Map<string, number>();
  return recorded.map(({ text, after }, place) => {
    if (!TAKES_LOCKS.test(text)) return after;
    const before = locked.get(text) ?? 0;
    locked.set(text, place + 1);
    return Math.max(after, before);
  });
}

/**
 * The yardstick of the whole pipeline: the very statements of a recorded run, in its batches and with its concurrency,
 * over bare pg. Each connection sends its statements in order, and none before everything has ended that had ended when
 * the application sent it; see `startsAfter` for locks. What is missing is the application itself.
 */
export async function replay(databaseUrl: string, recorded: readonly RecordedStatement[]): Promise<ReplayResult> {
  const lanes = new Map<number, Place[]>();
  const after = startsAfter(recorded);
  for (const [place, statement] of recorded.entries()) {
    const lane = lanes.get(statement.connection) ?? [];
    lane.push({ statement, place });
    lanes.set(statement.connection, lane);
  }
  const clients = await Promise.all(Array.from(lanes, () => connect(databaseUrl)));
  const order = new EndOrder(recorded.length);
  const failures = new Map<string, number>();
  const startedMs = performance.now();
  const drive = async (client: Client, lane: readonly Place[]) => {
    for (const { statement, place } of lane) {
      await order.reached(after[place] ?? 0);
      const { name, text, values } = statement;
      await client.query({ name, text, values: [...values] }).catch((error: unknown) => {
        const what = `${name ?? text.slice(0, 40)}: ${error instanceof Error ? error.message : String(error)}`;
        failures.set(what, (failures.get(what) ?? 0) + 1);
      });
      order.ended(place);
    }
  };
  await Promise.all([...lanes.values()].map((lane, index) => drive(at(clients, index), lane)));
  const seconds = (performance.now() - startedMs) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return { seconds, failures };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`No item ${index}`);
  return item;
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, options: SESSION });
  await client.connect();
  return client;
}

/** Which of the recorded statements have ended here, and who waits for how many of them. */
export class EndOrder {
  private readonly done: Uint8Array;
  private prefix = 0;
  private readonly waiting = new Map<number, (() => void)[]>();

  constructor(count: number) {
    this.done = new Uint8Array(count);
  }

  /** Resolves when the first `count` of the recording have ended here too. */
  reached(count: number): Promise<void> {
    if (this.prefix >= count) return Promise.resolve();
    return new Promise((resolve) => {
      const others = this.waiting.get(count) ?? [];
      others.push(resolve);
      this.waiting.set(count, others);
    });
  }

  ended(place: number): void {
    this.done[place] = 1;
    while (this.prefix < this.done.length && this.done[this.prefix] === 1) {
      this.prefix += 1;
      const waiters = this.waiting.get(this.prefix);
      if (waiters === undefined) continue;
      this.waiting.delete(this.prefix);
      for (const resolve of waiters) resolve();
    }
  }
}
