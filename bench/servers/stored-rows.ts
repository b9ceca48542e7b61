import { Client } from 'pg';

/** What intake left behind: every acknowledged order must stand in all four. */
export interface StoredIntake {
  readonly orders: number;
  readonly keys: number;
  readonly firstEvents: number;
  /** Orders named by work rows; equals `orders` while no stage runs. */
  readonly queued: number;
}

const COUNT = `
  select (select count(*)::int from live.orders) as orders,
    (select count(*)::int from live.idempotency_keys where route = 'orders.place') as keys,
    (select count(*)::int from live.order_events where sequence = 1) as "firstEvents",
    (select coalesce(sum(cardinality(order_ids)), 0)::int from live.work where stage = 'payment') as queued`;

export async function storedIntake(databaseUrl: string): Promise<StoredIntake> {
  const [row] = await queryOnce<StoredIntake>(databaseUrl, COUNT);
  if (row === undefined) throw new Error('No counts');
  return row;
}

/** One statement on a connection of its own. */
export async function queryOnce<Row extends object>(
  databaseUrl: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Blocks are sampled, with some to spare: going through ten million orders would take longer than measuring. */
const RANDOM_IDS = `
  select id from (
    select id from live.orders tablesample system (
      least(100, 300.0 * $1 / (select greatest(reltuples, 1) from pg_class where oid = 'live.orders'::regclass)))
    limit $1) as chosen order by random()`;

/** Ids of orders from all over the table, in random order. */
export async function randomIds(databaseUrl: string, count: number): Promise<string[]> {
  await queryOnce(databaseUrl, 'analyze live.orders');
  return (await queryOnce<{ id: string }>(databaseUrl, RANDOM_IDS, [count])).map(({ id }) => id);
}

/** Says where counts differ from what was acknowledged. */
export function lostOrders(subject: string, acknowledged: number, stored: StoredIntake): string[] {
  return Object.entries(stored)
    .filter(([, count]) => count !== acknowledged)
    .map(([what, count]) => `${subject}: ${acknowledged} orders acknowledged, but ${String(count)} ${what} stored`);
}
