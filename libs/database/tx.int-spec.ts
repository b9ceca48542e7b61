import { uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statement } from './statement';
import type { Tx } from './tx';

const CLEAR = statement('test.tx-clear', `delete from work`);
const COUNT = statement('test.tx-count', `select count(*)::int as count from work`);
const ADD = statement(
  'test.tx-add',
  `insert into work (id, stage, order_ids) values ($1::uuid, 'payment', array[$1::uuid])`,
);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.database.statements(db.ctx).execute(CLEAR);
});

const counted = async (asked: Pick<Tx, 'query'>): Promise<number | undefined> =>
  (await asked.query<{ count: number }>(COUNT))[0]?.count;
const stored = (): Promise<number | undefined> => counted(db.database.statements(db.ctx));
const attempt = <T>(work: (tx: Tx) => T | Promise<T>): Promise<T> => db.database.transaction(db.ctx, work);

describe('what a transaction sends without waiting for it', () => {
  it('happens before what is asked next, and is committed with it', async () => {
    const seen = await attempt((tx) => {
      tx.send(ADD, [uuidv7()]);
      tx.send(ADD, [uuidv7()]);
      return counted(tx);
    });
    expect([seen, await stored()]).toEqual([2, 2]);
  });

  it('fails the transaction at its end, though everything else has succeeded', async () => {
    const id = uuidv7();
    const doubled = attempt((tx) => {
      tx.send(ADD, [id]);
      tx.send(ADD, [id]);
      tx.send(ADD, [uuidv7()]);
    });
    await expect(doubled).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toBe(0);
  });

  it('tells its own fault, not that of the question that met a failed transaction', async () => {
    const id = uuidv7();
    const doubled = attempt((tx) => {
      tx.send(ADD, [id]);
      tx.send(ADD, [id]);
      return counted(tx);
    });
    await expect(doubled).rejects.toMatchObject({ code: '23505' });
  });

  it('is rolled back when it touched other rows than it should', async () => {
    const wrong = attempt((tx) =>
      tx.send(ADD, [uuidv7()], (touched) => {
        throw new Error(`${touched} instead of none`);
      }),
    );
    await expect(wrong).rejects.toThrow('1 instead of none');
    expect(await stored()).toBe(0);
  });
});
