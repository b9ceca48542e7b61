import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Line } from '../domain/free-stock';
import { arrayLiteral } from './array-literal';
import { toLines } from './to-lines';

/** What one order holds in one warehouse. */
export interface Reservation {
  readonly orderId: string;
  readonly warehouseId: string;
  readonly lines: readonly Line[];
}

const FIND = statement(
  'warehouse.find-reservations',
  `select order_id, warehouse_id, skus, quantities from reservations
   where order_id = any($1::uuid[]) and state <> 'released'`,
);

const KNOWN = statement(
  'warehouse.known-orders',
  `select order_id, warehouse_id from reservations where order_id = any($1::uuid[]) and state <> 'released'
   union all
   select order_id, null from backorders where order_id = any($1::uuid[])`,
);

const INSERT = statement(
  'warehouse.insert-reservations',
  `insert into reservations as r (order_id, warehouse_id, state, skus, quantities)
   select order_id, warehouse_id, 'active', skus::text[], quantities::int[]
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as n (order_id, warehouse_id, skus, quantities)
   on conflict (order_id) do update
     set warehouse_id = excluded.warehouse_id, state = 'active', skus = excluded.skus, quantities = excluded.quantities
     where r.state = 'released'`,
);

const CLOSE = statement(
  'warehouse.close-reservations',
  `with held as (
     select order_id from reservations where order_id = any($1::uuid[]) and state = 'active'
     order by order_id for no key update)
   update reservations r set state = $2 from held where r.order_id = held.order_id
   returning r.order_id, r.warehouse_id, r.skus, r.quantities`,
);

/** What earlier runs left behind of these orders. */
export interface KnownOrders {
  /** Warehouse by order: reserved or shipped. */
  readonly held: ReadonlyMap<string, string>;
  /** Refused for want of stock before. */
  readonly waiting: ReadonlySet<string>;
}

/** The reservations: at most one per order, active, then released or shipped. */
@Injectable()
export class ReservationRepository {
  /** Active and shipped reservations; a released one holds nothing any more. */
  async find(db: Queryable, orderIds: readonly string[]): Promise<Reservation[]> {
    return (await db.query<ReservationRow>(FIND, [orderIds])).map(toReservation);
  }

  async known(tx: Tx, orderIds: readonly string[]): Promise<KnownOrders> {
    const rows = await tx.query<{ order_id: string; warehouse_id: string | null }>(KNOWN, [orderIds]);
    const held = rows.flatMap((row) => (row.warehouse_id === null ? [] : [[row.order_id, row.warehouse_id] as const]));
    const waiting = rows.filter((row) => row.warehouse_id === null).map((row) => row.order_id);
    return { held: new Map(held), waiting: new Set(waiting) };
  }

  /** Fails the transaction when one of the orders holds a reservation already: its stock would be taken twice. */
  insert(tx: Tx, reservations: readonly Reservation[]): void {
    if (reservations.length === 0) return;
    const params = [
      reservations.map(({ orderId }) => orderId),
      reservations.map(({ warehouseId }) => warehouseId),
      reservations.map(({ lines }) => arrayLiteral(lines.map(({ sku }) => sku))),
      reservations.map(({ lines }) => arrayLiteral(lines.map(({ quantity }) => quantity))),
    ];
    tx.send(INSERT, params, (inserted) => {
      if (inserted === reservations.length) return;
      throw new Error(`${reservations.length - inserted} orders were reserved by someone who did not lock them`);
    });
  }

  /** Ends active reservations; answers exactly those that this call ended. */
  async close(tx: Tx, orderIds: readonly string[], state: 'released' | 'shipped'): Promise<Reservation[]> {
    return (await tx.query<ReservationRow>(CLOSE, [orderIds, state])).map(toReservation);
  }
}

interface ReservationRow {
  order_id: string;
  warehouse_id: string;
  skus: string[];
  quantities: number[];
}

function toReservation(row: ReservationRow): Reservation {
  return { orderId: row.order_id, warehouseId: row.warehouse_id, lines: toLines(row.skus, row.quantities) };
}
