import type { Context } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from './statement';

const ONE = statement('test.one', 'select 1 as one');
const POOL_SIZE = 4;

let db: TestDatabase;
let client: Context;
beforeAll(async () => {
  db = await testDatabase({ poolSize: POOL_SIZE });
  client = { ...db.ctx, actor: { kind: 'client', id: 'somebody', role: 'operator', scopes: [] } };
});
afterAll(() => db.close());

describe('transactions of clients', () => {
  it('leave connections to the system however many of them there are', async () => {
    let end = (): void => undefined;
    const held = new Promise<void>((resolve) => (end = resolve));
    let inside = 0;
    const changes = Array.from({ length: POOL_SIZE * 2 }, () =>
      db.database.transaction(client, async (tx) => {
        await tx.query(ONE);
        inside += 1;
        await held;
      }),
    );
    await expect.poll(() => inside).toBe(POOL_SIZE / 2);
    expect(await db.database.transaction(db.ctx, (tx) => tx.query(ONE))).toEqual([{ one: 1 }]);
    expect(inside).toBe(POOL_SIZE / 2);
    end();
    await Promise.all(changes);
    expect(inside).toBe(POOL_SIZE * 2);
  });
});
