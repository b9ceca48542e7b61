import { DomainError, systemClock, uuidv7, type Context } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  enqueueWork,
  listParked,
  Relay,
  StageRunner,
  statement,
  type DispatchedWork,
  type StageHandler,
  type Tx,
  type WorkQueues,
} from './index';

const ROWS = statement(
  'test.work',
  `select id, order_ids, attempts, epoch, dispatched_until from work order by run_after, id`,
);
const CLEAR_WORK = statement('test.clear-work', `delete from work`);
const CLEAR_PARKED = statement('test.clear-parked', `delete from parked`);
const EXPIRE_MARKS = statement(
  'test.expire-marks',
  `update work set dispatched_until = clock_timestamp() - interval '1 s'`,
);

interface WorkRow {
  id: string;
  order_ids: string[];
  attempts: number;
  epoch: number;
  dispatched_until: Date | null;
}

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.database.statements(db.ctx).execute(CLEAR_WORK);
  await db.database.statements(db.ctx).execute(CLEAR_PARKED);
});

const rows = (): Promise<WorkRow[]> => db.database.statements(db.ctx).query<WorkRow>(ROWS);

function ids(count: number): string[] {
  return Array.from({ length: count }, () => uuidv7());
}

async function enqueue(orderIds: readonly string[], attempts = 0): Promise<string> {
  const id = uuidv7();
  await db.database.transaction(db.ctx, (tx) => enqueueWork(tx, { id, stage: 'payment', orderIds, attempts }));
  return id;
}

/** Queues in memory: what the relay added, with faults on demand. */
class RecordedQueues implements WorkQueues {
  readonly added: DispatchedWork[] = [];
  depth = 0;
  emptied = false;
  away = false;

  depths(stages: readonly string[]): Promise<number[]> {
    return Promise.resolve(stages.map(() => this.depth));
  }

  add(work: readonly DispatchedWork[]): Promise<void> {
    if (this.away) return Promise.reject(new Error('Redis is away'));
    this.added.push(...work);
    return Promise.resolve();
  }

  wasEmptied(): Promise<boolean> {
    const emptied = this.emptied;
    this.emptied = false;
    return Promise.resolve(emptied);
  }
}

function relayOn(queues: WorkQueues): Relay {
  return new Relay(db.ctx, db.database, queues, {
    stages: ['payment', 'fulfilment'],
    concurrency: () => 2,
    pollMs: () => 50,
    redispatchAfterMs: () => 60_000,
    onError: () => undefined,
  });
}

describe('the relay', () => {
  it('dispatches a due row once, with its epoch, and again only after its deadline', async () => {
    const id = await enqueue(ids(3));
    const queues = new RecordedQueues();
    const relay = relayOn(queues);
    expect(await relay.tick()).toBe(1);
    expect(await relay.tick()).toBe(0);
    await db.database.statements(db.ctx).execute(EXPIRE_MARKS);
    expect(await relay.tick()).toBe(1);
    expect(queues.added).toEqual([
      { workId: id, stage: 'payment', epoch: 1 },
      { workId: id, stage: 'payment', epoch: 2 },
    ]);
    expect((await rows())[0]).toMatchObject({ attempts: 2, epoch: 2 });
  });

  it('leaves a row that is not due yet', async () => {
    const runAfter = new Date(Date.now() + 3_600_000);
    await db.database.transaction(db.ctx, (tx) =>
      enqueueWork(tx, { id: uuidv7(), stage: 'payment', orderIds: ids(1), runAfter }),
    );
    expect(await relayOn(new RecordedQueues()).tick()).toBe(0);
  });

  it('never has more than four times the concurrency dispatched', async () => {
    for (let n = 0; n < 20; n++) await enqueue(ids(1));
    const queues = new RecordedQueues();
    queues.depth = 3;
    expect(await relayOn(queues).tick()).toBe(5);
    queues.depth = 8;
    expect(await relayOn(queues).tick()).toBe(0);
  });

  it('dispatches everything again at once when Redis was emptied, without counting the lost attempt', async () => {
    await enqueue(ids(2));
    const queues = new RecordedQueues();
    const relay = relayOn(queues);
    await relay.tick();
    queues.emptied = true;
    expect(await relay.tick()).toBe(1);
    expect(queues.added.map((work) => work.epoch)).toEqual([1, 2]);
    expect((await rows())[0]?.attempts).toBe(1);
  });

  it('takes its mark back when the queue cannot be reached', async () => {
    await enqueue(ids(2));
    const queues = new RecordedQueues();
    queues.away = true;
    const relay = relayOn(queues);
    await expect(relay.tick()).rejects.toThrow('Redis is away');
    expect((await rows())[0]).toMatchObject({ attempts: 0, dispatched_until: null });
    queues.away = false;
    expect(await relay.tick()).toBe(1);
  });

  it('shares the rows of two relays that run at the same time', async () => {
    for (let n = 0; n < 12; n++) await enqueue(ids(1));
    const [a, b] = [new RecordedQueues(), new RecordedQueues()];
    await Promise.all([relayOn(a).tick(), relayOn(b).tick()]);
    await Promise.all([relayOn(a).tick(), relayOn(b).tick()]);
    const all = [...a.added, ...b.added].map((work) => work.workId);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(12);
  });
});

const EFFECT = statement(
  'test.effect',
  `insert into parked select unnest($1::uuid[]), 'payment', 'operator', 'effect', now(), '{}'`,
);

/** A stage whose effect is a parked row per order, so that an effect without its commit, or twice, would show. */
function stage(options: { bad?: ReadonlySet<string>; fail?: () => unknown } = {}): StageHandler & { runs: string[][] } {
  return {
    stage: 'payment',
    runs: [],
    stillWaiting: (_tx: Tx, orderIds: readonly string[]) => Promise.resolve(orderIds),
    async run(_ctx: Context, tx: Tx, orderIds: readonly string[]) {
      this.runs.push([...orderIds]);
      await tx.execute(EFFECT, [orderIds]);
      const failure = options.fail?.();
      if (failure !== undefined) throw failure as Error;
      const bad = orderIds.find((id) => options.bad?.has(id) ?? false);
      if (bad !== undefined) throw new DomainError('refused', 'test.bad', `order ${bad} is bad`);
      return { moved: orderIds.length, parked: 0, skipped: 0 };
    },
  };
}

function runner(deadlineMs = 3000): StageRunner {
  return new StageRunner(db.database, systemClock, {
    batchSize: 512,
    attemptsBeforeBisect: () => 3,
    deadlineMs: () => deadlineMs,
    outageMs: () => 0,
  });
}

/** Runs every row there is, as the relay and the workers would, until none is left or due. */
async function drain(handler: StageHandler, attempts = 1): Promise<void> {
  const relay = relayOn(new RecordedQueues());
  for (let round = 0; round < 40; round++) {
    await relay.tick();
    const open = await rows();
    if (open.length === 0) return;
    for (const row of open) await runner().run(db.ctx, handler, row.id);
  }
  throw new Error(`Work is left after 40 rounds of ${attempts} attempts`);
}

const effects = (): Promise<{ orderId: string }[]> =>
  listParked(db.database.statements(db.ctx), 'operator', 'effect', 5000);
const deadLetters = (): ReturnType<typeof listParked> =>
  listParked(db.database.statements(db.ctx), 'dead_letter', 'payment', 100);

describe('a stage', () => {
  it('does its work and ends its row in one commit; the same job again finds nothing', async () => {
    const orderIds = ids(5);
    const id = await enqueue(orderIds);
    const handler = stage();
    expect(await runner().run(db.ctx, handler, id)).toMatchObject({ kind: 'done', orders: 5, moved: 5 });
    expect(await runner().run(db.ctx, handler, id)).toEqual({ kind: 'nothing' });
    expect(await effects()).toHaveLength(5);
    expect(await rows()).toEqual([]);
  });

  it('runs a row once when two jobs come for it at the same time', async () => {
    const id = await enqueue(ids(5));
    const handler = stage();
    const outcomes = await Promise.all([runner().run(db.ctx, handler, id), runner().run(db.ctx, handler, id)]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['done', 'nothing']);
    expect(await effects()).toHaveLength(5);
  });

  it('tops a small row up with its neighbours, up to the batch size', async () => {
    const own = await enqueue(ids(10));
    for (let n = 0; n < 4; n++) await enqueue(ids(150));
    const handler = stage();
    await runner().run(db.ctx, handler, own);
    expect(handler.runs.map((run) => run.length)).toEqual([460]);
    expect((await rows()).map((row) => row.order_ids.length)).toEqual([150]);
  });

  it('isolates one bad order of 300 as a dead letter and moves the other 299', async () => {
    const orderIds = ids(300);
    const bad = orderIds[137] ?? '';
    await enqueue(orderIds);
    await drain(stage({ bad: new Set([bad]) }));
    expect(await effects()).toHaveLength(299);
    const dead = await deadLetters();
    expect(dead.map((order) => order.orderId)).toEqual([bad]);
    expect(dead[0]?.detail.error).toBe(`DomainError: order ${bad} is bad`);
  });

  it('does not split the row of a bad order that it only topped up', async () => {
    const good = ids(10);
    const own = await enqueue(good);
    const bad = ids(1);
    await enqueue(bad);
    const outcome = await runner().run(db.ctx, stage({ bad: new Set(bad) }), own);
    expect(outcome).toMatchObject({ kind: 'done', orders: 10 });
    expect((await rows()).map((row) => row.order_ids)).toEqual([bad]);
  });

  it.each([
    ['a lost connection', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['a lock timeout', Object.assign(new Error('lock timeout'), { code: '55P03' })],
  ])('backs off on %s, gives its attempt back, and never splits the batch for it', async (_name, failure) => {
    const dispatches = 3;
    const id = await enqueue(ids(8), dispatches);
    expect(await runner().run(db.ctx, stage({ fail: () => failure }), id)).toMatchObject({ kind: 'retry_later' });
    expect((await rows()).map((row) => [row.order_ids.length, row.attempts])).toEqual([[8, dispatches - 1]]);
    expect(await effects()).toEqual([]);
  });

  it('keeps the attempt of a fault that nobody knows, so that it ends in a split', async () => {
    const id = await enqueue(ids(8), 3);
    const bug = new TypeError('undefined is not a function');
    expect(await runner().run(db.ctx, stage({ fail: () => bug }), id)).toMatchObject({ kind: 'retry_later' });
    expect((await rows()).map((row) => row.attempts)).toEqual([3]);
  });

  it('splits a batch that has been dispatched too often without an outcome: one of its orders kills its process', async () => {
    const id = await enqueue(ids(8), 4);
    expect(await runner().run(db.ctx, stage(), id)).toMatchObject({ kind: 'split', orders: 8 });
    expect((await rows()).map((row) => row.order_ids.length)).toEqual([4, 4]);
  });

  it('tries a single order more often before a person has to look at it, for its processes may have died of something else', async () => {
    const patient = await enqueue(ids(1), 10);
    expect(await runner().run(db.ctx, stage(), patient)).toMatchObject({ kind: 'done', orders: 1 });
    const hopeless = ids(1);
    const id = await enqueue(hopeless, 11);
    expect(await runner().run(db.ctx, stage(), id)).toMatchObject({ kind: 'dead_letter', orderId: hopeless[0] });
    expect((await deadLetters())[0]?.detail).toMatchObject({ error: 'Error: No outcome after 10 attempts' });
  });

  it('gives up an attempt that is past its deadline', async () => {
    const id = await enqueue(ids(2));
    const outcome = await runner(-1).run(db.ctx, stage(), id);
    expect(outcome).toMatchObject({ kind: 'retry_later', error: { name: 'DeadlineExceeded' } });
    expect(await rows()).toHaveLength(1);
  });
});
