import { statement } from '#lib/database';
import { systemClock, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BLOCK_SIZE } from '../domain/number-block';
import { isWaybillNumber } from '../domain/waybill-number';
import { NumberLease } from '../persistence/number-lease';
import { type Waybill, WaybillRepository } from '../persistence/waybill.repository';
import { IssueWaybills } from './issue-waybills';

const DIE = statement('waybill-test.die', `select pg_terminate_backend(pg_backend_pid())`);

describe('IssueWaybills', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({ poolSize: 4 });
  });
  afterAll(() => db.close());

  const aProcess = () => new IssueWaybills(new NumberLease(db.database), new WaybillRepository(), systemClock);
  const orders = (count: number) => Array.from({ length: count }, () => uuidv7());
  const issue = (from: IssueWaybills, orderIds: string[]): Promise<Waybill[]> =>
    db.database.transaction(db.ctx, (tx) => from.execute(db.ctx, tx, orderIds));
  const numbersOf = (waybills: readonly Waybill[]) => waybills.map(({ number }) => number);

  it('answers in the order asked, with valid numbers, and alike when asked again', async () => {
    const [one, two, three] = orders(3);
    if (!one || !two || !three) throw new Error('three orders expected');
    const first = await issue(aProcess(), [two, one]);
    expect(first.map(({ orderId }) => orderId)).toEqual([two, one]);
    expect(numbersOf(first).filter(isWaybillNumber)).toHaveLength(2);
    const again = await issue(aProcess(), [one, three, two, one]);
    expect(again).toEqual([first[1], again[1], first[0], first[1]]);
  });

  it('gives one number when two transactions issue for one order at once', async () => {
    const ids = orders(50);
    const [a, b] = await Promise.all([issue(aProcess(), ids), issue(aProcess(), ids)]);
    expect(a).toEqual(b);
  });

  it('does not deadlock with who issues for the same orders in another order', async () => {
    const ids = orders(2_000);
    let attempts = 0;
    const issueCounted = (orderIds: string[]) =>
      db.database.transaction(db.ctx, (tx) => {
        attempts += 1;
        return aProcess().execute(db.ctx, tx, orderIds);
      });
    const [a, b] = await Promise.all([issueCounted(ids), issueCounted(ids.toReversed())]);
    expect(b.toReversed()).toEqual(a);
    expect(attempts).toBe(2);
  });

  it('never repeats a number over several processes that use up their blocks', async () => {
    const processes = [aProcess(), aProcess(), aProcess()];
    const batches = Array.from({ length: 24 }, (_, run) => ({
      from: processes[run % 3] ?? aProcess(),
      ids: orders(800),
    }));
    const issued = (await Promise.all(batches.map(({ from, ids }) => issue(from, ids)))).flatMap(numbersOf);
    expect(new Set(issued).size).toBe(24 * 800);
    const blocks = new Set(issued.map((number) => Math.floor(Number.parseInt(number.slice(2, 14), 36) / BLOCK_SIZE)));
    expect(blocks.size).toBe(3);
  });

  it('does not draw a number again that a transaction took and rolled back', async () => {
    const from = aProcess();
    let lost: Waybill[] = [];
    const failing = db.database.transaction(db.ctx, async (tx) => {
      lost = await from.execute(db.ctx, tx, orders(100));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    const next = numbersOf(await issue(from, orders(1_000)));
    expect(next.filter((number) => numbersOf(lost).includes(number))).toEqual([]);
  });

  it('loses a block whose process was killed before it used it, and nothing else', async () => {
    const killed = aProcess();
    let lost: Waybill[] = [];
    const dying = db.database.transaction(db.ctx, async (tx) => {
      lost = await killed.execute(db.ctx, tx, orders(10));
      await tx.query(DIE);
    });
    await expect(dying).rejects.toThrow();
    const successor = numbersOf(await issue(aProcess(), orders(BLOCK_SIZE)));
    expect(new Set([...successor, ...numbersOf(lost)]).size).toBe(BLOCK_SIZE + 10);
  });

  it('leases while every connection of the pool is held by transactions that wait for it', async () => {
    const from = aProcess();
    const issued = await Promise.all(Array.from({ length: 12 }, () => issue(from, orders(10))));
    expect(new Set(issued.flatMap(numbersOf)).size).toBe(120);
  });

  it('finds orders by number and numbers by order', async () => {
    const waybills = await issue(aProcess(), orders(2));
    const repository = new WaybillRepository();
    const statements = db.database.statements(db.ctx);
    const byOrder = await repository.find(statements, [...waybills.map(({ orderId }) => orderId), uuidv7()]);
    expect(byOrder.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))).toEqual(waybills);
    expect(await repository.resolve(statements, [waybills[1]?.number ?? '', 'LH0'])).toEqual([waybills[1]]);
  });
});
