import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Line, StockKey, StockLevel } from '../domain/free-stock';
import type { StockDelta } from '../domain/sum-lines';

/** One stock row: units on the shelf, and how many of them orders have reserved. */
export interface StockRow extends StockKey {
  readonly onHand: number;
  readonly reserved: number;
}

interface FreeRow {
  warehouse_id: string;
  sku: string;
  free: number;
}

const WANTED = `unnest($1::uuid[], $2::text[]) as wanted (warehouse_id, sku)`;

const READ = statement(
  'warehouse.read-free-stock',
  `select s.warehouse_id, s.sku, s.on_hand - s.reserved as free
   from ${WANTED} join stock s on s.sku = wanted.sku and s.warehouse_id = wanted.warehouse_id`,
);

/** The one order in which stock rows are locked. The sort stands below the locks, so rows are locked as they are sorted. */
const LOCK_TEXT = `select s.warehouse_id, s.sku, s.on_hand - s.reserved as free
   from ${WANTED} join stock s on s.sku = wanted.sku and s.warehouse_id = wanted.warehouse_id
   order by s.warehouse_id, s.sku for no key update of s`;

const LOCK = statement('warehouse.lock-stock', LOCK_TEXT);
const LOCK_AT_ONCE = statement('warehouse.lock-stock-at-once', `${LOCK_TEXT} skip locked`);

const RESERVE = statement(
  'warehouse.reserve-stock',
  `update stock s set reserved = s.reserved + d.quantity
   from unnest($1::uuid[], $2::text[], $3::int[]) as d (warehouse_id, sku, quantity)
   where s.sku = d.sku and s.warehouse_id = d.warehouse_id`,
);

const SHIP = statement(
  'warehouse.ship-stock',
  `update stock s set on_hand = s.on_hand - d.quantity, reserved = s.reserved - d.quantity
   from unnest($1::uuid[], $2::text[], $3::int[]) as d (warehouse_id, sku, quantity)
   where s.sku = d.sku and s.warehouse_id = d.warehouse_id`,
);

const RECEIVE = statement(
  'warehouse.receive-stock',
  `insert into stock as s (warehouse_id, sku, on_hand)
   select $1::uuid, sku, quantity from unnest($2::text[], $3::int[]) as r (sku, quantity) order by sku
   on conflict (sku, warehouse_id) do update set on_hand = s.on_hand + excluded.on_hand
   returning s.warehouse_id, s.sku, s.on_hand, s.reserved`,
);

const ADJUST = statement(
  'warehouse.adjust-stock',
  `update stock set on_hand = on_hand + $3 where sku = $1 and warehouse_id = $2`,
);

const LOCK_ROW = statement(
  'warehouse.lock-stock-row',
  `select warehouse_id, sku, on_hand, reserved from stock where sku = $1 and warehouse_id = $2 for no key update`,
);

const WITH_FREE = statement(
  'warehouse.stock-with-free',
  `select warehouse_id, sku, on_hand - reserved as free from stock where sku = any($1::text[]) and on_hand > reserved`,
);

const WAITED_FOR_IN = statement(
  'warehouse.stock-waited-for-in',
  `select s.warehouse_id, s.sku, s.on_hand - s.reserved as free from stock s
   where s.warehouse_id = any($1::uuid[]) and s.on_hand > s.reserved
     and exists (select 1 from backorder_skus k where k.sku = s.sku)`,
);

/** The stock rows, as sets. Whoever changes some has locked them with `lock` first, in one call for all. */
@Injectable()
export class StockRepository {
  /** What the rows have free, as far as they exist; nothing is locked, so it may have changed already. */
  async read(db: Queryable, rows: readonly StockKey[]): Promise<StockLevel[]> {
    return rows.length === 0 ? [] : (await db.query<FreeRow>(READ, keys(rows))).map(toLevel);
  }

  /** Locks the rows in the order of (warehouse, SKU) and tells what they have free. */
  async lock(tx: Tx, rows: readonly StockKey[]): Promise<StockLevel[]> {
    return rows.length === 0 ? [] : (await tx.query<FreeRow>(LOCK, keys(rows))).map(toLevel);
  }

  /** Locks those rows that nobody else holds: never waits, so it is safe when other rows are locked already. */
  async lockAtOnce(tx: Tx, rows: readonly StockKey[]): Promise<StockLevel[]> {
    return rows.length === 0 ? [] : (await tx.query<FreeRow>(LOCK_AT_ONCE, keys(rows))).map(toLevel);
  }

  /** Adds to what is reserved; negative quantities give back. */
  reserve(tx: Tx, deltas: readonly StockDelta[]): void {
    this.change(tx, RESERVE, deltas);
  }

  /** Reserved units leave the shelf. */
  ship(tx: Tx, deltas: readonly StockDelta[]): void {
    this.change(tx, SHIP, deltas);
  }

  /** Puts units on the shelf; locks the rows in the order of their SKU and makes missing ones. */
  async receive(tx: Tx, warehouseId: string, lines: readonly Line[]): Promise<StockRow[]> {
    const rows = await tx.query<StoredRow>(RECEIVE, [
      warehouseId,
      lines.map(({ sku }) => sku),
      lines.map(({ quantity }) => quantity),
    ]);
    return rows.map(toRow);
  }

  async lockRow(tx: Tx, { warehouseId, sku }: StockKey): Promise<StockRow | undefined> {
    return (await tx.query<StoredRow>(LOCK_ROW, [sku, warehouseId])).map(toRow)[0];
  }

  /** Changes a row that `lockRow` has locked. */
  async adjust(tx: Tx, { warehouseId, sku }: StockKey, quantityDelta: number): Promise<void> {
    await tx.execute(ADJUST, [sku, warehouseId, quantityDelta]);
  }

  /** The rows of these warehouses that have something free and that orders wait for. */
  async waitedForIn(db: Queryable, warehouseIds: readonly string[]): Promise<StockLevel[]> {
    return (await db.query<FreeRow>(WAITED_FOR_IN, [warehouseIds])).map(toLevel);
  }

  /** Every row of these SKUs that has something free. */
  async withFree(db: Queryable, skus: readonly string[]): Promise<StockLevel[]> {
    return (await db.query<FreeRow>(WITH_FREE, [skus])).map(toLevel);
  }

  private change(tx: Tx, change: typeof RESERVE, deltas: readonly StockDelta[]): void {
    if (deltas.length === 0) return;
    tx.send(change, [...keys(deltas), deltas.map(({ quantity }) => quantity)], (changed) => {
      // Stock rows are never deleted, and the caller holds the locks of these.
      if (changed !== deltas.length) throw new Error(`${change.name} found ${changed} of ${deltas.length} stock rows`);
    });
  }
}

interface StoredRow {
  warehouse_id: string;
  sku: string;
  on_hand: number;
  reserved: number;
}

function toRow(row: StoredRow): StockRow {
  return { warehouseId: row.warehouse_id, sku: row.sku, onHand: row.on_hand, reserved: row.reserved };
}

function toLevel(row: FreeRow): StockLevel {
  return { warehouseId: row.warehouse_id, sku: row.sku, free: row.free };
}

function keys(rows: readonly StockKey[]): [string[], string[]] {
  return [rows.map(({ warehouseId }) => warehouseId), rows.map(({ sku }) => sku)];
}
