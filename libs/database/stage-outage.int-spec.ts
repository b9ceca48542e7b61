import { systemClock, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StageRunner, type RunOutcome, type StageHandler } from './stage-runner';
import { statement } from './statement';
import { enqueueWork } from './work';

const CUT_OFF = statement('test.outage-cut-off', `select pg_terminate_backend(pg_backend_pid())`);
const LEFT = statement('test.outage-left', `select id, attempts from work`);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A stage whose sessions are ended under it, so many times. */
function cutOff(times: number): StageHandler {
  let left = times;
  return {
    stage: 'payment',
    run: async (_ctx, tx, orderIds) => {
      if (left-- > 0) await tx.query(CUT_OFF);
      return { moved: orderIds.length, parked: 0, skipped: 0 };
    },
    stillWaiting: (_tx, orderIds) => Promise.resolve(orderIds),
  };
}

async function runOne(handler: StageHandler, outageMs: number): Promise<RunOutcome> {
  const id = uuidv7();
  const work = { id, stage: 'payment', orderIds: [uuidv7(), uuidv7()], attempts: 1 } as const;
  await db.database.transaction(db.ctx, (tx) => enqueueWork(tx, work));
  const options = { batchSize: 512, attemptsBeforeBisect: () => 3, deadlineMs: () => 3_000, outageMs: () => outageMs };
  return new StageRunner(db.database, systemClock, options).run(db.ctx, handler, id);
}

describe('a job whose connection breaks', () => {
  it('waits for PostgreSQL to come back instead of leaving its row to its mark', async () => {
    expect(await runOne(cutOff(2), 10_000)).toMatchObject({ kind: 'done', orders: 2 });
    expect(await db.database.statements(db.ctx).query(LEFT)).toEqual([]);
  });

  it('leaves its row to a later job when that takes too long', async () => {
    expect(await runOne(cutOff(Infinity), 0)).toMatchObject({ kind: 'retry_later' });
    expect(await db.database.statements(db.ctx).query(LEFT)).toMatchObject([{ attempts: 0 }]);
  });
});
