import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Demand } from '../domain/allocate';
import type { StockKey } from '../domain/free-stock';
import type { Candidate } from '../domain/pick-servable';
import { arrayLiteral } from './array-literal';

const NOTE = statement(
  'warehouse.note-backorders',
  `insert into backorders (order_id, skus, quantities, warehouse_ids, decided_at)
   select order_id, skus::text[], quantities::int[], warehouse_ids::uuid[], $5
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as n (order_id, skus, quantities, warehouse_ids)
   on conflict (order_id) do update
     set warehouse_ids = excluded.warehouse_ids, decided_at = excluded.decided_at, awake = false`,
);

const WAKE = statement(
  'warehouse.wake-backorders',
  `with asleep as (
     select order_id from backorders where order_id = any($1::uuid[]) and not awake order by order_id for no key update)
   update backorders b set awake = true from asleep where b.order_id = asleep.order_id returning b.order_id`,
);

const NOTE_SKUS = statement(
  'warehouse.note-backorder-skus',
  `insert into backorder_skus (sku, order_id) select * from unnest($1::text[], $2::uuid[]) on conflict do nothing`,
);

const FORGET = statement(
  'warehouse.forget-backorders',
  `with gone as (delete from backorders where order_id = any($1::uuid[]) returning order_id, skus),
   keys as (
     delete from backorder_skus k using (select order_id, unnest(skus) as sku from gone) g
     where k.sku = g.sku and k.order_id = g.order_id)
   select order_id, skus from gone`,
);

const ASLEEP = statement(
  'warehouse.sleeping-backorders',
  `select order_id from backorders where not awake and order_id > $1 order by order_id limit $2`,
);

const RELIST = statement(
  'warehouse.relist-backorders',
  `with listed as (
     select order_id, warehouse_ids::uuid[] as warehouse_ids
     from unnest($1::uuid[], $2::text[]) as n (order_id, warehouse_ids)),
   stale as (
     select b.order_id, l.warehouse_ids from backorders b join listed l on l.order_id = b.order_id
     where not b.awake and b.warehouse_ids <> l.warehouse_ids order by b.order_id for no key update of b)
   update backorders b set warehouse_ids = stale.warehouse_ids, decided_at = $3
   from stale where b.order_id = stale.order_id`,
);

const WAITED_FOR = statement(
  'warehouse.waited-for',
  `select sku from unnest($1::text[]) as wanted (sku)
   where exists (select 1 from backorder_skus k where k.sku = wanted.sku)`,
);

/**
 * For each offered row, a page of the orders behind `after` that sleep, wait for its SKU, and could be served whole by its
 * warehouse. An order may use a warehouse it was refused with; one that opened since (give or take what a process needs to
 * hear of it); and any, when its list is older than $5: the network may have changed.
 */
const SERVABLE = statement(
  'warehouse.servable-backorders',
  `select offered.warehouse_id, offered.sku as offered_sku, waiting.order_id, waiting.skus, waiting.quantities, waiting.free
   from unnest($1::uuid[], $2::text[], $3::uuid[]) as offered (warehouse_id, sku, after)
   join warehouses w on w.id = offered.warehouse_id and w.active
   cross join lateral (
     select b.order_id, b.skus, b.quantities, f.free
     from backorder_skus k
     join backorders b on b.order_id = k.order_id
     cross join lateral (
       select array_agg(coalesce(s.on_hand - s.reserved, 0) order by l.position) as free,
         bool_and(coalesce(s.on_hand - s.reserved, 0) >= l.quantity) as servable
       from unnest(b.skus, b.quantities) with ordinality as l (sku, quantity, position)
       left join stock s on s.sku = l.sku and s.warehouse_id = offered.warehouse_id) f
     where k.sku = offered.sku and k.order_id > offered.after and f.servable and not b.awake
       and (w.id = any(b.warehouse_ids) or w.opened_at + interval '5 seconds' > b.decided_at or b.decided_at < $5)
     order by k.order_id limit $4) waiting
   order by waiting.order_id`,
);

/** A stock row with something free, and the order behind which the offer starts. */
export interface Offer extends StockKey {
  readonly after: string;
}

/** A waiting order that was found through the offer of `offeredSku`. */
export interface OfferedCandidate extends Candidate {
  readonly offeredSku: string;
}

/**
 * The orders that were refused for want of stock, from the first refusal until they are served or end. `parked` tells
 * people that an order waits and for which SKU; this tells what would serve it. An order that needs two SKUs, from any
 * of several warehouses, can't be found under one key.
 */
@Injectable()
export class BackorderRepository {
  async note(tx: Tx, orders: readonly Demand[], decidedAt: Date): Promise<void> {
    if (orders.length === 0) return;
    await tx.execute(NOTE, [
      orders.map(({ orderId }) => orderId),
      orders.map(({ lines }) => arrayLiteral(lines.map(({ sku }) => sku))),
      orders.map(({ lines }) => arrayLiteral(lines.map(({ quantity }) => quantity))),
      orders.map(({ warehouseIds }) => arrayLiteral(warehouseIds)),
      decidedAt,
    ]);
    const keys = orders.flatMap(({ orderId, lines }) => lines.map(({ sku }) => ({ sku, orderId })));
    await tx.execute(NOTE_SKUS, [keys.map(({ sku }) => sku), keys.map(({ orderId }) => orderId)]);
  }

  /** Answers those that did wait, with their SKUs. */
  async forget(tx: Tx, orderIds: readonly string[]): Promise<{ orderId: string; skus: string[] }[]> {
    if (orderIds.length === 0) return [];
    const rows = await tx.query<{ order_id: string; skus: string[] }>(FORGET, [orderIds]);
    return rows.map((row) => ({ orderId: row.order_id, skus: row.skus }));
  }

  /** Marks orders as woken until they are decided again; answers those that slept until now. */
  async wake(tx: Tx, orderIds: readonly string[]): Promise<string[]> {
    if (orderIds.length === 0) return [];
    return (await tx.query<{ order_id: string }>(WAKE, [orderIds])).map((row) => row.order_id);
  }

  /** A page of the orders that sleep, by id behind `after`. */
  async asleep(db: Queryable, after: string, limit: number): Promise<string[]> {
    return (await db.query<{ order_id: string }>(ASLEEP, [after, limit])).map((row) => row.order_id);
  }

  /** Gives sleeping orders the warehouses that can serve them now; answers how many had others. */
  async relist(
    tx: Tx,
    orders: readonly { readonly orderId: string; readonly warehouseIds: readonly string[] }[],
    decidedAt: Date,
  ): Promise<number> {
    return tx.execute(RELIST, [
      orders.map(({ orderId }) => orderId),
      orders.map(({ warehouseIds }) => arrayLiteral(warehouseIds)),
      decidedAt,
    ]);
  }

  /** Which of the SKUs any order waits for. */
  async waitedFor(db: Queryable, skus: readonly string[]): Promise<Set<string>> {
    return new Set((await db.query<{ sku: string }>(WAITED_FOR, [skus])).map(({ sku }) => sku));
  }

  /** At most `limit` per offer, all in the order of their ids. */
  async servable(tx: Tx, offers: readonly Offer[], limit: number, trustedSince: Date): Promise<OfferedCandidate[]> {
    const rows = await tx.query<CandidateRow>(SERVABLE, [
      offers.map(({ warehouseId }) => warehouseId),
      offers.map(({ sku }) => sku),
      offers.map(({ after }) => after),
      limit,
      trustedSince,
    ]);
    return rows.map(toCandidate);
  }
}

interface CandidateRow {
  warehouse_id: string;
  offered_sku: string;
  order_id: string;
  skus: string[];
  quantities: number[];
  free: number[];
}

function toCandidate(row: CandidateRow): OfferedCandidate {
  return {
    orderId: row.order_id,
    warehouseId: row.warehouse_id,
    offeredSku: row.offered_sku,
    lines: row.skus.map((sku, index) => ({
      sku,
      quantity: row.quantities[index] ?? 0,
      free: row.free[index] ?? 0,
    })),
  };
}
