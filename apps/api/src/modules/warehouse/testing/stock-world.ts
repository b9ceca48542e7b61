import { type Database, park, statement, type Tx, unpark } from '#lib/database';
import { type Context, systemClock, uuidv7 } from '#lib/kernel';
import type { Line } from '../domain/free-stock';
import { BackorderRepository } from '../persistence/backorder.repository';
import { CatalogRepository } from '../persistence/catalog.repository';
import { ImportRepository } from '../persistence/import.repository';
import { MovementRepository } from '../persistence/movement.repository';
import { ReservationRepository } from '../persistence/reservation.repository';
import { StockRepository } from '../persistence/stock.repository';
import { AdjustStock } from '../use-cases/adjust-stock';
import { AllocateStock } from '../use-cases/allocate-stock';
import { ImportCatalog } from '../use-cases/import-catalog';
import { ReceiveStock } from '../use-cases/receive-stock';
import { ReleaseStock } from '../use-cases/release-stock';
import { type ReserveOutcome, type ReserveRequest, ReserveStock } from '../use-cases/reserve-stock';
import { ResumeWaiting } from '../use-cases/resume-waiting';
import { ShipStock } from '../use-cases/ship-stock';

const UNBALANCED = statement(
  'warehouse-test.unbalanced',
  `with held as (
     select r.warehouse_id, l.sku, sum(l.quantity) as quantity
     from reservations r, unnest(r.skus, r.quantities) as l (sku, quantity)
     where r.state = 'active' group by 1, 2)
   select s.warehouse_id, s.sku, s.on_hand, s.reserved, h.quantity::int as held
   from stock s full join held h on h.warehouse_id = s.warehouse_id and h.sku = s.sku
   where s.reserved is distinct from coalesce(h.quantity, 0) or s.on_hand < s.reserved or s.reserved < 0`,
);

const LEVEL = statement(
  'warehouse-test.level',
  `select on_hand, reserved from stock where warehouse_id = $1 and sku = $2`,
);

const TAKE_WORK = statement(
  'warehouse-test.take-work',
  `delete from work where stage = 'fulfilment' returning order_ids`,
);

const PARKED = statement(
  'warehouse-test.parked',
  `select order_id from parked where reason = 'stock' order by order_id`,
);

const BLOCKED = statement(
  'warehouse-test.blocked',
  `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
);

/** Stands in for the row locks that the order module holds whenever it moves an order. */
const LOCK_ORDERS = statement(
  'warehouse-test.lock-orders',
  `select pg_advisory_xact_lock(hashtextextended(id::text, 0))
   from (select id from unnest($1::uuid[]) as o (id) order by id) as sorted`,
);

/** Warehouse's use cases on a real database, and a fulfilment stage as the order module runs it: reserve, then park. */
export class StockWorld {
  private readonly stock = new StockRepository();
  private readonly catalog = new CatalogRepository();
  private readonly reservations = new ReservationRepository();
  private readonly backorders = new BackorderRepository();
  private readonly movements = new MovementRepository();
  readonly resumeWaiting = new ResumeWaiting(this.backorders, this.catalog, this.stock, systemClock);
  private readonly allocate = new AllocateStock(this.stock, this.catalog);
  readonly reserveStock = new ReserveStock(
    this.allocate,
    this.stock,
    this.reservations,
    this.backorders,
    this.resumeWaiting,
    systemClock,
  );
  readonly releaseStock = new ReleaseStock(this.reservations, this.stock, this.backorders, this.resumeWaiting);
  readonly shipStock = new ShipStock(this.reservations, this.stock);
  readonly receiveStock = new ReceiveStock(this.catalog, this.stock, this.movements, this.resumeWaiting, systemClock);
  readonly adjustStock = new AdjustStock(this.stock, this.movements, this.resumeWaiting, systemClock);
  readonly importCatalog = new ImportCatalog(new ImportRepository(), systemClock);

  constructor(
    readonly database: Database,
    readonly ctx: Context,
  ) {}

  transaction<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
    return this.database.transaction(this.ctx, work);
  }

  async warehouse(): Promise<string> {
    const id = uuidv7();
    const warehouse = { id, code: id, name: 'A warehouse', facilityId: uuidv7() };
    await this.transaction((tx) => this.importCatalog.warehouses(this.ctx, tx, [warehouse]));
    return id;
  }

  async sku(): Promise<string> {
    const sku = `SKU-${uuidv7()}`;
    await this.transaction((tx) => this.importCatalog.skus(this.ctx, tx, [{ sku, name: 'A thing', weightG: 100 }]));
    return sku;
  }

  async receive(warehouseId: string, ...lines: Line[]): Promise<void> {
    await this.transaction((tx) => this.receiveStock.execute(this.ctx, tx, { warehouseId, lines, reason: 'test' }));
  }

  order(warehouseIds: readonly string[], ...lines: Line[]): ReserveRequest {
    return { orderId: uuidv7(), lines, warehouseIds };
  }

  async lockOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await tx.execute(LOCK_ORDERS, [orderIds]);
  }

  /** One run of the fulfilment stage inside `tx`; orders that have ended by the time they are locked are left out. */
  async stageIn(
    tx: Tx,
    requests: readonly ReserveRequest[],
    ended: ReadonlySet<string> = new Set(),
  ): Promise<ReserveOutcome[]> {
    await this.lockOrders(
      tx,
      requests.map(({ orderId }) => orderId),
    );
    const alive = requests.filter(({ orderId }) => !ended.has(orderId));
    const outcomes = await this.reserveStock.execute(this.ctx, tx, alive);
    const parked = outcomes.flatMap((outcome) => {
      if (outcome.outcome === 'reserved') return [];
      const { orderId, sku } = outcome;
      return [{ orderId, stage: 'fulfilment' as const, reason: 'stock' as const, key: sku, detail: { sku } }];
    });
    park(tx, parked, systemClock.now());
    return outcomes;
  }

  stage(...requests: ReserveRequest[]): Promise<ReserveOutcome[]> {
    return this.transaction((tx) => this.stageIn(tx, requests));
  }

  /** As the order module cancels. */
  async cancel(...orderIds: string[]): Promise<void> {
    await this.transaction(async (tx) => {
      await this.lockOrders(tx, orderIds);
      await this.cancelIn(tx, orderIds);
    });
  }

  async cancelIn(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await this.releaseStock.execute(this.ctx, tx, orderIds);
    unpark(tx, orderIds);
  }

  async ship(...orderIds: string[]): Promise<void> {
    await this.transaction(async (tx) => {
      await this.lockOrders(tx, orderIds);
      await this.shipStock.execute(this.ctx, tx, orderIds);
    });
  }

  async level(warehouseId: string, sku: string): Promise<{ onHand: number; reserved: number }> {
    const rows = await this.query<{ on_hand: number; reserved: number }>(LEVEL, [warehouseId, sku]);
    return { onHand: rows[0]?.on_hand ?? 0, reserved: rows[0]?.reserved ?? 0 };
  }

  /** Stock rows whose reserved units are not those of the active reservations, or that are oversold: must be none. */
  unbalanced(): Promise<object[]> {
    return this.query(UNBALANCED);
  }

  /** The orders of all fulfilment work rows, which are taken away as the stage would. */
  async takeWork(): Promise<string[]> {
    const rows = await this.query<{ order_ids: string[] }>(TAKE_WORK);
    return rows.flatMap((row) => row.order_ids).sort();
  }

  async parked(): Promise<string[]> {
    return (await this.query<{ order_id: string }>(PARKED)).map((row) => row.order_id);
  }

  /** Resolves as soon as `count` sessions wait for a lock. */
  async untilBlocked(count = 1): Promise<void> {
    for (;;) if ((await this.query(BLOCKED)).length >= count) return;
  }

  private query<Row extends object>(what: typeof LEVEL, params: readonly unknown[] = []): Promise<Row[]> {
    return this.database.statements(this.ctx).query<Row>(what, params);
  }
}
