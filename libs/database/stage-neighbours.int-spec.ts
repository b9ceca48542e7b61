import { DomainError, systemClock, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  enqueueWork,
  listParked,
  Relay,
  StageRunner,
  statement,
  type DispatchedWork,
  type RunOutcome,
  type StageHandler,
} from './index';

const CLEAR = statement('test.clear', `truncate work, parked`);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.database.statements(db.ctx).execute(CLEAR));

/** A row that failed before, when it has attempts: it runs alone. */
async function enqueue(orderId: string, attempts = 0): Promise<string> {
  const id = uuidv7();
  const work = { id, stage: 'payment', orderIds: [orderId], attempts } as const;
  await db.database.transaction(db.ctx, (tx) => enqueueWork(tx, work));
  return id;
}

/** Dispatches what is due; answers the ids of the rows that were sent. */
async function dispatch(): Promise<string[]> {
  const sent: DispatchedWork[] = [];
  const queues = {
    depths: () => Promise.resolve([0]),
    add: (work: readonly DispatchedWork[]) => Promise.resolve(void sent.push(...work)),
    wasEmptied: () => Promise.resolve(false),
  };
  const relay = new Relay(db.ctx, db.database, queues, {
    stages: ['payment'],
    concurrency: () => 8,
    pollMs: () => 1_000,
    redispatchAfterMs: () => 60_000,
    onError: (error) => {
      throw error;
    },
  });
  await relay.tick();
  return sent.map(({ workId }) => workId);
}

function run(workId: string, handler: StageHandler): Promise<RunOutcome> {
  const options = { batchSize: 512, attemptsBeforeBisect: () => 3, deadlineMs: () => 3_000, outageMs: () => 0 };
  return new StageRunner(db.database, systemClock, options).run(db.ctx, handler, workId);
}

/** Cannot do `bad`; does `during` in the middle of its first attempt. */
function stageThatRefuses(
  bad: string,
  more: Partial<StageHandler> & { during?: () => Promise<unknown> } = {},
): StageHandler {
  let attempts = 0;
  return {
    stage: 'payment',
    stillWaiting: (_tx, orderIds) => Promise.resolve(orderIds),
    run: async (_ctx, _tx, orderIds) => {
      attempts += 1;
      if (attempts === 1) await more.during?.();
      if (orderIds.includes(bad)) throw new DomainError('refused', 'test.bad', 'bad');
      return { moved: orderIds.length, parked: 0, skipped: 0 };
    },
    ...more,
  };
}

describe('a row beside one that fails', () => {
  it('goes on at once, although its own job had found it locked and ended', async () => {
    const [bad, good] = [uuidv7(), uuidv7()];
    const [badRow, goodRow] = [await enqueue(bad), await enqueue(good)];
    expect((await dispatch()).sort()).toEqual([badRow, goodRow].sort());
    let ownJob: RunOutcome | undefined;
    const handler = stageThatRefuses(bad, {
      during: async () => (ownJob = await run(goodRow, stageThatRefuses(bad))),
    });
    await run(badRow, handler);
    expect(ownJob).toEqual({ kind: 'nothing' });
    expect(await dispatch()).toContain(goodRow);
  });
});

describe('an order that cannot be done', () => {
  const deadLetters = () => listParked(db.database.statements(db.ctx), 'dead_letter', 'payment', 10);

  it('ends as a dead letter', async () => {
    const bad = uuidv7();
    expect(await run(await enqueue(bad), stageThatRefuses(bad))).toMatchObject({ kind: 'dead_letter', orderId: bad });
    expect(await deadLetters()).toMatchObject([{ orderId: bad }]);
  });

  it('is no dead letter when it ended while it failed', async () => {
    const bad = uuidv7();
    const cancelled = stageThatRefuses(bad, { stillWaiting: () => Promise.resolve([]) });
    const row = await enqueue(bad);
    expect(await run(row, cancelled)).toEqual({ kind: 'nothing' });
    expect(await deadLetters()).toEqual([]);
    expect(await run(row, stageThatRefuses(bad))).toEqual({ kind: 'nothing' });
  });
});

describe('a small row', () => {
  it('is topped up with others than those that jobs have in hand', async () => {
    const write = async (orders: number): Promise<string> => {
      const work = {
        id: uuidv7(),
        stage: 'payment',
        orderIds: Array.from({ length: orders }, () => uuidv7()),
      } as const;
      await db.database.transaction(db.ctx, (tx) => enqueueWork(tx, work));
      return work.id;
    };
    const inHand = await write(500);
    expect(await dispatch()).toEqual([inHand]);
    const [small] = [await write(10), await write(20)];
    const none = uuidv7();
    let beside: RunOutcome | undefined;
    const alone = stageThatRefuses(none, { during: async () => (beside = await run(small, stageThatRefuses(none))) });
    expect(await run(inHand, alone)).toMatchObject({ kind: 'done', orders: 500 });
    expect(beside).toMatchObject({ kind: 'done', orders: 30 });
  });
});
