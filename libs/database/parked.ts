import { uuidv7 } from '#lib/kernel';
import { statement } from './statement';
import type { Queryable, Tx } from './tx';
import { enqueueWork, WORK_PAGE, type Stage } from './work';

/** Why an order waits: for the merchant's funds, a SKU, a zone or link with room, or a person. */
export const PARK_REASONS = ['funds', 'stock', 'capacity', 'route', 'hold', 'operator', 'dead_letter'] as const;

export type ParkReason = (typeof PARK_REASONS)[number];

/** One waiting order. `key`: merchant id (funds), SKU (stock), zone id or link id (capacity), stage (dead_letter). */
export interface ParkedOrder {
  readonly orderId: string;
  readonly stage: Stage;
  readonly reason: ParkReason;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const PARK = statement(
  'database.park',
  `insert into parked (order_id, stage, reason, key, since, detail)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::jsonb[])
   on conflict (order_id) do update set stage = excluded.stage, reason = excluded.reason, key = excluded.key, detail = excluded.detail`,
);

/** Parks orders; an order that is parked already keeps its `since`. */
export function park(tx: Tx, orders: readonly ParkedOrder[], now: Date): void {
  if (orders.length === 0) return;
  tx.send(PARK, [
    orders.map((order) => order.orderId),
    orders.map((order) => order.stage),
    orders.map((order) => order.reason),
    orders.map((order) => order.key),
    orders.map(() => now),
    orders.map((order) => JSON.stringify(order.detail)),
  ]);
}

const UNPARK = statement('database.unpark', `delete from parked where order_id = any($1::uuid[])`);

/** Forgets that these orders wait: they were cancelled, expired or moved on. */
export function unpark(tx: Tx, orderIds: readonly string[]): void {
  if (orderIds.length > 0) tx.send(UNPARK, [orderIds]);
}

const LIST = statement(
  'database.list-parked',
  `select order_id, stage, detail from parked where reason = $1 and key = $2 order by order_id limit $3`,
);

/** The orders that wait for this key, oldest first (UUIDv7 order is arrival order). */
export async function listParked(
  db: Queryable,
  reason: ParkReason,
  key: string,
  limit: number,
): Promise<{ orderId: string; stage: Stage; detail: Record<string, unknown> }[]> {
  const rows = await db.query<{ order_id: string; stage: Stage; detail: Record<string, unknown> }>(LIST, [
    reason,
    key,
    limit,
  ]);
  return rows.map((row) => ({ orderId: row.order_id, stage: row.stage, detail: row.detail }));
}

const WAITED_FOR = statement(
  'database.keys-waited-for',
  `select key from unnest($2::text[]) as asked(key)
   where exists (select from parked where parked.reason = $1 and parked.key = asked.key)`,
);

/** Those of these keys that at least one order waits for: mostly none, which one look tells for all. */
export async function keysWaitedFor(db: Queryable, reason: ParkReason, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.query<{ key: string }>(WAITED_FOR, [reason, keys]);
  return new Set(rows.map((row) => row.key));
}

const TAKE = statement(
  'database.take-parked',
  `delete from parked where order_id = any($1::uuid[]) and stage = $2 returning order_id`,
);

/**
 * Turns parked orders back into work of `stage`: pages of 256, one work row each, in order of arrival. Call it in the
 * transaction that brings what they wait for, after that row is locked, so that no order parks unseen meanwhile.
 */
export async function resumeParked(tx: Tx, stage: Stage, orderIds: readonly string[]): Promise<number> {
  if (orderIds.length === 0) return 0;
  const taken = await tx.query<{ order_id: string }>(TAKE, [orderIds, stage]);
  const ids = taken.map((row) => row.order_id).sort();
  for (let at = 0; at < ids.length; at += WORK_PAGE) {
    enqueueWork(tx, { id: uuidv7(), stage, orderIds: ids.slice(at, at + WORK_PAGE) });
  }
  return ids.length;
}

const FIND = statement(
  'database.find-parked',
  `select stage, reason, key, since, detail from parked where order_id = $1`,
);

/** What one order waits for; undefined when it does not wait. */
export async function findParked(
  db: Queryable,
  orderId: string,
): Promise<(Omit<ParkedOrder, 'orderId'> & { readonly since: Date }) | undefined> {
  const [row] = await db.query<Omit<ParkedOrder, 'orderId'> & { readonly since: Date }>(FIND, [orderId]);
  return row;
}

const TAKE_DEAD_LETTERS = statement(
  'database.take-dead-letters',
  `delete from parked where order_id = any($1::uuid[]) and reason = 'dead_letter' returning order_id, stage`,
);

/**
 * Takes orders out of the dead letters; answers the stage that gave each up, and nothing for those that are none. Of two
 * that come at the same time one gets it. The caller writes the stages' work rows in the same transaction.
 */
export async function takeDeadLetters(tx: Tx, orderIds: readonly string[]): Promise<Map<string, Stage>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx.query<{ order_id: string; stage: Stage }>(TAKE_DEAD_LETTERS, [orderIds]);
  return new Map(rows.map((row) => [row.order_id, row.stage]));
}

const COUNT_DEAD_LETTERS = statement(
  'database.count-dead-letters',
  `select stage, (select count(*)::int from (
     select from parked where reason = 'dead_letter' and parked.key = asked.stage limit $2) as seen) as orders
   from unnest($1::text[]) as asked(stage)`,
);

/** The dead letters of each of these stages, counted up to `limit`. */
export async function countDeadLetters(
  db: Queryable,
  stages: readonly Stage[],
  limit: number,
): Promise<{ stage: Stage; orders: number }[]> {
  return db.query<{ stage: Stage; orders: number }>(COUNT_DEAD_LETTERS, [stages, limit]);
}
