import type { Client } from 'pg';
import type { AccountRow, Books, ShiftRow, StockRow, TripRow } from './books';
import type { StoredKey } from './keeping';
import { supplyKey, type Happened } from './reports';
import type { FreeSupplies } from './rest';

const STOCK = `
  select s.warehouse_id::text as "warehouseId", s.sku, s.on_hand as "onHand", s.reserved, coalesce(m.brought, 0)::int as brought
  from live.stock s
  left join (select warehouse_id, sku, sum(quantity) as brought from live.stock_movements group by warehouse_id, sku) m
    on m.warehouse_id = s.warehouse_id and m.sku = s.sku`;

const ACCOUNTS = `
  select a.merchant_id::text as "merchantId", a.balance_minor::float8 as "balanceMinor",
    a.credit_limit_minor::float8 as "creditLimitMinor", coalesce(t.sum, 0)::float8 as "toppedUpMinor"
  from live.accounts a
  left join (select credit_account, sum(amount_minor) as sum from live.transfers where kind = 3 group by credit_account) t
    on t.credit_account = a.merchant_id`;

const TRIPS = `select id::float8 as id, seats, used from live.trips`;

const SHIFTS = `
  select id::float8 as id, capacity_parcels as "capacityParcels", used_parcels as "usedParcels", capacity_g as "capacityG",
    used_g as "usedG" from live.shifts`;

const KEYS = `
  select scope::text as merchant, key, resource_id::text as "resourceId" from live.idempotency_keys where route = 'orders.place'`;

const SCANS = `select event_id::text as key, count(*)::int as times from live.delivery_reports group by event_id`;

const TOP_UPS = `
  select credit_account::text as to, amount_minor::float8 as amount, count(*)::int as times
  from live.transfers where kind = 3 group by credit_account, amount_minor`;

const RECEIPTS = `
  select sku as to, quantity::float8 as amount, count(*)::int as times
  from live.stock_movements where kind = 'receipt' and reason = 'supply' group by sku, quantity`;

const WORK = `
  select id::text as id, stage, cardinality(order_ids) as orders, attempts, coalesce(last_error, '') as "lastError"
  from live.work where stage <> 'expiry' or run_after <= now()`;

/** A work row that should be gone. */
export interface WorkRow {
  readonly id: string;
  readonly stage: string;
  readonly orders: number;
  readonly attempts: number;
  readonly lastError: string;
}

async function all<Row extends object>(client: Client, text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows;
}

export async function readBooks(client: Client): Promise<Books> {
  return {
    stock: await all<StockRow>(client, STOCK),
    accounts: await all<AccountRow>(client, ACCOUNTS),
    trips: await all<TripRow>(client, TRIPS),
    shifts: await all<ShiftRow>(client, SHIFTS),
  };
}

export function freeIn({ stock, accounts }: Books): FreeSupplies {
  const units = new Map<string, number>();
  for (const { sku, onHand, reserved } of stock) units.set(sku, Math.max(units.get(sku) ?? 0, onHand - reserved));
  const funds = accounts.map((row): [string, number] => [row.merchantId, row.balanceMinor + row.creditLimitMinor]);
  return { units, fundsMinor: new Map(funds) };
}

export function readKeys(client: Client): Promise<StoredKey[]> {
  return all<StoredKey>(client, KEYS);
}

export function readWork(client: Client): Promise<WorkRow[]> {
  return all<WorkRow>(client, WORK);
}

interface Counted {
  readonly to: string;
  readonly amount: number;
  readonly times: number;
}

export async function readHappened(client: Client): Promise<Happened> {
  const counted = (kind: 'top_up' | 'receipt', rows: readonly Counted[]): [string, number][] =>
    rows.map(({ to, amount, times }) => [supplyKey(kind, to, amount), times]);
  const scans = await all<{ key: string; times: number }>(client, SCANS);
  return {
    scans: new Map(scans.map(({ key, times }) => [key, times])),
    supplies: new Map([
      ...counted('top_up', await all<Counted>(client, TOP_UPS)),
      ...counted('receipt', await all<Counted>(client, RECEIPTS)),
    ]),
  };
}
