import { systemClock, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DispatchedWork, Relay } from './relay';
import { pauseStage, readStagePauses, resumeStage } from './stage-pause';
import { type StageHandler, StageRunner } from './stage-runner';
import { statement } from './statement';
import { countStuckWork, sendStuckWork } from './stuck-work';
import { enqueueWork, type Stage } from './work';

const ROW = statement('test.paused-row', `select attempts, epoch, dispatched_until as marked from work where id = $1`);
const AGE = statement('test.age-work', `update work set run_after = now() - interval '1 minute' where id = $1`);

describe('a stage', () => {
  let db: TestDatabase;
  let relay: Relay;
  let runner: StageRunner;
  let sent: DispatchedWork[];
  let done: string[];
  beforeEach(async () => {
    db = await testDatabase();
    [sent, done] = [[], []];
    const queues = {
      depths: (stages: readonly Stage[]) => Promise.resolve(stages.map(() => 0)),
      add: (items: readonly DispatchedWork[]) => Promise.resolve(void sent.push(...items)),
      wasEmptied: () => Promise.resolve(false),
    };
    relay = new Relay(db.ctx, db.database, queues, {
      stages: ['payment', 'dispatch'],
      concurrency: () => 2,
      pollMs: () => 50,
      redispatchAfterMs: () => 60_000,
      onError: () => undefined,
    });
    runner = new StageRunner(db.database, systemClock, {
      batchSize: 512,
      attemptsBeforeBisect: () => 3,
      deadlineMs: () => 3000,
      outageMs: () => 0,
    });
  });
  afterEach(() => db.close());

  const handler = (stage: Stage): StageHandler => ({
    stage,
    run: (_ctx, _tx, orderIds) => {
      done.push(...orderIds);
      return Promise.resolve({ moved: orderIds.length, parked: 0, skipped: 0 });
    },
    stillWaiting: (_tx, orderIds) => Promise.resolve(orderIds),
  });

  async function work(stage: Stage): Promise<string> {
    const id = uuidv7();
    await db.database.transaction(db.ctx, (tx) => enqueueWork(tx, { id, stage, orderIds: [uuidv7()] }));
    return id;
  }
  const pause = () => db.database.transaction(db.ctx, (tx) => pauseStage(tx, 'dispatch', 'client:x', 'The hub burns'));
  const resume = () => db.database.transaction(db.ctx, (tx) => resumeStage(tx, 'dispatch'));
  const row = async (id: string) =>
    (await db.database.statements(db.ctx).query<{ attempts: number; marked: Date | null }>(ROW, [id]))[0];

  it('that is paused gets no work, while others go on, and gets it when it is resumed', async () => {
    const [paused, other] = [await work('dispatch'), await work('payment')];
    await pause();
    expect(await readStagePauses(db.database.statements(db.ctx))).toMatchObject([
      { stage: 'dispatch', pausedBy: 'client:x', reason: 'The hub burns' },
    ]);
    await relay.tick();
    expect(sent.map(({ workId }) => workId)).toEqual([other]);
    await resume();
    await relay.tick();
    expect(sent.map(({ workId }) => workId)).toEqual([other, paused]);
  });

  it('does nothing for a job that was sent before the pause, and nobody has tried', async () => {
    const id = await work('dispatch');
    await relay.tick();
    await pause();
    expect((await runner.run(db.ctx, handler('dispatch'), id)).kind).toBe('nothing');
    expect(done).toEqual([]);
    await resume();
    expect(await row(id)).toMatchObject({ attempts: 0, marked: null });
    expect((await runner.run(db.ctx, handler('dispatch'), id)).kind).toBe('done');
    expect(done).toHaveLength(1);
  });

  it('has its stuck work sent again under the next epoch, whatever marks it has', async () => {
    const id = await work('dispatch');
    const young = await work('dispatch');
    await relay.tick();
    const statements = db.database.statements(db.ctx);
    await statements.execute(AGE, [id]);
    expect(await countStuckWork(statements, 'dispatch', 30)).toEqual({ rows: 1, orders: 1 });
    const again: DispatchedWork[] = [];
    const options = { stage: 'dispatch', olderThanS: 30, redispatchAfterMs: 1000 } as const;
    const add = (rows: readonly DispatchedWork[]) => Promise.resolve(void again.push(...rows));
    expect(await sendStuckWork(statements, add, options)).toBe(1);
    expect(again).toEqual([{ workId: id, stage: 'dispatch', epoch: 2 }]);
    await expect(sendStuckWork(statements, () => Promise.reject(new Error('away')), options)).rejects.toThrow('away');
    expect(await row(id)).toMatchObject({ attempts: 2, marked: null });
    expect((await row(young))?.marked).not.toBeNull();
    await pause();
    expect(await sendStuckWork(statements, add, options)).toBe(0);
  });
});
