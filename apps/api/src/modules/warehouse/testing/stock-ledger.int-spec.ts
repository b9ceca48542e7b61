import { isTransactionConflict } from '#lib/database';
import { DomainError } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReserveRequest } from '../use-cases/reserve-stock';
import { StockWorld } from './stock-world';

const WAREHOUSES = 2;
const SKUS = 3;

const quantity = fc.integer({ min: 1, max: 4 });
const sku = fc.nat({ max: SKUS - 1 });
const warehouse = fc.nat({ max: WAREHOUSES - 1 });
const line = fc.record({ sku, quantity });
const order = fc.record({ nearest: warehouse, lines: fc.array(line, { minLength: 1, maxLength: 3 }) });

/** `which`: one of the orders placed so far. */
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      orders: fc.array(order, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      warehouse,
      lines: fc.array(line, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('adjust' as const), warehouse, sku, delta: fc.constantFrom(-3, -1, 2) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ship' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('work' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** A small trade of its own: its commands run one after another or all at once, and may meet others' nowhere. */
class Trade {
  private readonly placed: ReserveRequest[] = [];
  private readonly reserved = new Set<string>();
  private readonly ended = new Set<string>();

  private constructor(
    private readonly world: StockWorld,
    private readonly warehouses: readonly string[],
    private readonly skus: readonly string[],
  ) {}

  static async open(world: StockWorld): Promise<Trade> {
    const warehouses = await Promise.all(Array.from({ length: WAREHOUSES }, () => world.warehouse()));
    return new Trade(world, warehouses, await Promise.all(Array.from({ length: SKUS }, () => world.sku())));
  }

  async run(each: Command): Promise<void> {
    switch (each.kind) {
      case 'place': {
        const orders = each.orders.map(({ nearest, lines }) => {
          const turned = [...this.warehouses.slice(nearest), ...this.warehouses.slice(0, nearest)];
          return this.world.order(turned, ...this.lines(lines));
        });
        this.placed.push(...orders);
        return this.stage(orders);
      }
      case 'receive':
        return this.world.receive(this.at(this.warehouses, each.warehouse), ...this.lines(each.lines));
      case 'adjust':
        return this.adjust(this.at(this.warehouses, each.warehouse), this.at(this.skus, each.sku), each.delta);
      case 'cancel':
        return this.cancel(each.which);
      case 'ship':
        return this.ship(each.which);
      case 'work':
        return this.work();
    }
  }

  /** Does the work that there is, and that it makes, until nothing is left. */
  async settle(): Promise<void> {
    for (let ids = await this.world.takeWork(); ids.length > 0; ids = await this.world.takeWork())
      await this.resume(ids);
  }

  /** Orders that wait although one warehouse has all that they need: must be none when all work is done. */
  async forgotten(): Promise<string[]> {
    const waiting = new Set(await this.world.parked());
    const forgotten: string[] = [];
    for (const { orderId, lines, warehouseIds } of this.placed.filter((placed) => waiting.has(placed.orderId))) {
      for (const warehouseId of warehouseIds) {
        const needs = new Map<string, number>();
        for (const each of lines) needs.set(each.sku, (needs.get(each.sku) ?? 0) + each.quantity);
        const levels = await Promise.all(
          [...needs].map(async ([name, need]) => {
            const { onHand, reserved } = await this.world.level(warehouseId, name);
            return onHand - reserved >= need;
          }),
        );
        if (levels.every(Boolean)) forgotten.push(orderId);
      }
    }
    return forgotten;
  }

  private async work(): Promise<void> {
    await this.resume(await this.world.takeWork());
  }

  private async resume(orderIds: readonly string[]): Promise<void> {
    await this.stage(this.placed.filter(({ orderId }) => orderIds.includes(orderId)));
  }

  private async stage(orders: readonly ReserveRequest[]): Promise<void> {
    for (;;) {
      try {
        const run = this.world.transaction((tx) => this.world.stageIn(tx, orders, this.ended));
        for (const { orderId, outcome } of await run) if (outcome === 'reserved') this.reserved.add(orderId);
        return;
      } catch (error) {
        if (!isTransactionConflict(error)) throw error;
      }
    }
  }

  private async cancel(which: number): Promise<void> {
    const orderId = this.placed[which % Math.max(this.placed.length, 1)]?.orderId;
    if (orderId === undefined) return;
    await this.world.transaction(async (tx) => {
      await this.world.lockOrders(tx, [orderId]);
      this.ended.add(orderId);
      await this.world.cancelIn(tx, [orderId]);
    });
  }

  private async ship(which: number): Promise<void> {
    const orderId = [...this.reserved][which % Math.max(this.reserved.size, 1)];
    if (orderId !== undefined) await this.world.ship(orderId);
  }

  private async adjust(warehouseId: string, name: string, quantityDelta: number): Promise<void> {
    const adjustment = { warehouseId, sku: name, quantityDelta, reason: 'test' };
    try {
      await this.world.transaction((tx) => this.world.adjustStock.execute(this.world.ctx, tx, adjustment));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  private lines(lines: readonly { sku: number; quantity: number }[]) {
    return lines.map((each) => ({ sku: this.at(this.skus, each.sku), quantity: each.quantity }));
  }

  private at(names: readonly string[], index: number): string {
    return names[index] ?? '';
  }
}

let db: TestDatabase;
let world: StockWorld;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 12 });
  world = new StockWorld(db.database, db.ctx);
});
afterAll(() => db.close());

it('holds after any commands: reserved is what orders hold, nothing is negative, nobody waits beside stock', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
      const trade = await Trade.open(world);
      for (const each of commands) {
        await trade.run(each);
        expect(await world.unbalanced()).toEqual([]);
      }
      await trade.settle();
      expect(await world.unbalanced()).toEqual([]);
      expect(await trade.forgotten()).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);

it('holds when the commands run at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 30 }), async (commands) => {
      const trade = await Trade.open(world);
      await Promise.all(commands.map((each) => trade.run(each)));
      await trade.settle();
      expect(await world.unbalanced()).toEqual([]);
      expect(await trade.forgotten()).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
