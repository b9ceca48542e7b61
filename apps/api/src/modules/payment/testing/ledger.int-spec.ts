import { testDatabase, type TestDatabase } from '#lib/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentRequest } from '../domain/settle-orders';
import { LedgerWorld } from './ledger-world';

type Command =
  | { do: 'order'; merchant: number; amounts: number[] }
  | { do: 'reverse'; picks: number[] }
  | { do: 'topUp'; merchant: number; amount: number }
  | { do: 'credit'; merchant: number; limit: number }
  | { do: 'resume' };

const merchant = fc.nat(2);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('order'), merchant, amounts: fc.array(fc.nat(200), { minLength: 1, maxLength: 5 }) }),
  fc.record({ do: fc.constant('reverse'), picks: fc.array(fc.nat(50), { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant('topUp'), merchant, amount: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ do: fc.constant('credit'), merchant, limit: fc.nat(300) }),
  fc.record({ do: fc.constant('resume') }),
);

/** Rounds of commands; those of one round run at the same time. */
const history = fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 });

class Run {
  private readonly placed = new Map<string, PaymentRequest>();
  private readonly ended = new Set<string>();

  constructor(
    private readonly world: LedgerWorld,
    readonly merchants: readonly string[],
  ) {}

  async apply(step: Command): Promise<void> {
    switch (step.do) {
      case 'order': {
        const orders = this.world.orders(this.merchants[step.merchant] ?? '', ...step.amounts);
        for (const order of orders) this.placed.set(order.orderId, order);
        return this.stage(orders.map(({ orderId }) => orderId));
      }
      case 'reverse': {
        return this.end([...this.placed.keys()].filter((_, index) => step.picks.includes(index)));
      }
      case 'topUp':
        await this.world.topUp(this.merchants[step.merchant] ?? '', step.amount);
        return;
      case 'credit':
        return this.world.setCredit(this.merchants[step.merchant] ?? '', step.limit).catch(expectCreditInUse);
      case 'resume':
        return this.resume();
    }
  }

  async resume(): Promise<void> {
    await this.stage(await this.world.takeWork());
  }

  private end(ids: readonly string[]): Promise<void> {
    return this.world.transaction(async (tx) => {
      await this.world.lockOrders(tx, ids);
      await this.world.reverseIn(tx, ids);
      for (const id of ids) this.ended.add(id);
    });
  }

  /** Under the orders' locks, without those that ended meanwhile, as the order module runs it. */
  private stage(ids: readonly string[]): Promise<void> {
    return this.world.transaction(async (tx) => {
      await this.world.lockOrders(tx, ids);
      const live = ids.flatMap((id) => (this.ended.has(id) ? [] : (this.placed.get(id) ?? [])));
      if (live.length > 0) await this.world.stageIn(tx, live);
    });
  }

  /** Waiting orders that are neither ended nor too dear for what their merchant has left: must be none. */
  async leftBehind(merchantId: string, availableMinor: number): Promise<PaymentRequest[]> {
    const parked = await this.world.parked(merchantId);
    return parked
      .flatMap((id) => (this.ended.has(id) ? [] : (this.placed.get(id) ?? [])))
      .filter((order) => order.amountMinor <= availableMinor);
  }
}

function expectCreditInUse(error: unknown): void {
  expect(error).toMatchObject({ code: 'payment.credit_in_use' });
}

describe('the ledger', () => {
  let db: TestDatabase;
  let world: LedgerWorld;
  beforeAll(async () => {
    db = await testDatabase();
    world = new LedgerWorld(db.database, db.ctx);
  });
  afterAll(() => db.close());

  it('keeps balances equal to transfers, above the floor, and leaves nobody behind, whatever happens at once', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (rounds) => {
        const merchants = [await world.merchant(300), await world.merchant(0, 200), await world.merchant(0)];
        const run = new Run(world, merchants);
        for (const round of rounds) {
          await Promise.all(round.map((step) => run.apply(step)));
          expect(await world.unbalanced()).toEqual([]);
        }
        for (let left = 20; left > 0 && (await world.peekWork()); left--) await run.resume();
        for (const merchantId of merchants) {
          const account = await world.readAccount.execute(db.ctx, merchantId);
          expect(await run.leftBehind(merchantId, account.balanceMinor + account.creditLimitMinor)).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
