import { uuidv7 } from '#lib/kernel';
import { eventually, testDatabase, type TestDatabase } from '#lib/testing';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  enqueueWork,
  OrphanedWork,
  Relay,
  sessionName,
  statement,
  WorkRecovery,
  type DispatchedWork,
  type KnownWork,
  type KnownWorkQueues,
} from './index';

const MARK_MS = 60_000;
const ROWS = statement('test.marks', `select id, attempts, dispatched_until is not null as marked from work`);
const CLEAR = statement('test.clear-work', `delete from work`);
const AGE = statement(
  'test.age-marks',
  `update work set dispatched_until = dispatched_until - make_interval(secs => $1::float8 / 1000)`,
);
const CLAIM = `delete from live.work where id = $1`;

/** What the queues hold, in memory. */
class HeldQueues implements KnownWorkQueues {
  jobs: KnownWork[] = [];
  isAway = false;

  knownWork(): Promise<KnownWork[]> {
    return Promise.resolve(this.jobs);
  }

  forget(work: readonly DispatchedWork[]): Promise<void> {
    const gone = new Set(work.map(({ workId }) => workId));
    this.jobs = this.jobs.filter(({ workId }) => !gone.has(workId));
    return Promise.resolve();
  }

  takeOver(work: readonly DispatchedWork[]): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('Redis is away'));
    this.jobs.push(...work.map((item) => ({ ...item, holder: undefined })));
    return Promise.resolve();
  }
}

let db: TestDatabase;
let queues: HeldQueues;
let orphans: OrphanedWork;
const sessions: Client[] = [];

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.database.statements(db.ctx).execute(CLEAR);
  queues = new HeldQueues();
  orphans = new OrphanedWork(db.ctx, db.database, queues, { stages: ['payment'], redispatchAfterMs: () => MARK_MS });
});
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((client) => client.end().catch(() => undefined)));
});

/** A row that was dispatched, and whose job this process runs; with `nobody` the job waits, with `no job` it is gone. */
async function dispatched(holder: string): Promise<DispatchedWork> {
  const workId = uuidv7();
  await db.database.transaction(db.ctx, (tx) =>
    enqueueWork(tx, { id: workId, stage: 'payment', orderIds: [uuidv7()] }),
  );
  const sent: DispatchedWork[] = [];
  const relay = new Relay(
    db.ctx,
    db.database,
    {
      depths: () => Promise.resolve([0]),
      add: (work) => Promise.resolve(void sent.push(...work)),
      wasEmptied: () => Promise.resolve(false),
    },
    {
      stages: ['payment'],
      concurrency: () => 100,
      pollMs: () => 1000,
      redispatchAfterMs: () => MARK_MS,
      onError: () => undefined,
    },
  );
  await relay.tick();
  const work = sent.find((item) => item.workId === workId);
  if (work === undefined) throw new Error('The row was not dispatched');
  if (holder !== 'no job') queues.jobs.push({ ...work, holder: holder === 'nobody' ? undefined : holder });
  return work;
}

const age = (ms = 1_000): Promise<number> => db.database.statements(db.ctx).execute(AGE, [ms]);
const rows = () => db.database.statements(db.ctx).query<{ id: string; attempts: number; marked: boolean }>(ROWS);

/** A session of the process of this name; its end, unasked, is no error of the test. */
async function session(processName: string): Promise<Client> {
  const client = new Client({ connectionString: db.url, application_name: sessionName(processName) });
  client.on('error', () => undefined);
  await client.connect();
  sessions.push(client);
  return client;
}

describe('work that a process had begun', () => {
  it('is sent again as soon as the process has no session, with its attempt counted, and its old job is forgotten', async () => {
    const { workId } = await dispatched('dead');
    await age();
    expect(await orphans.sendAgain()).toBe(1);
    expect(await rows()).toEqual([{ id: workId, attempts: 2, marked: true }]);
    expect(queues.jobs).toEqual([{ workId, stage: 'payment', epoch: 2, holder: undefined }]);
  });

  it('stays with a process that lives', async () => {
    await session('busy');
    await dispatched('busy');
    await age();
    expect(await orphans.sendAgain()).toBe(0);
    expect(queues.jobs).toHaveLength(1);
    expect(await rows()).toMatchObject([{ marked: true }]);
  });

  it('stays in the queue while it waits there', async () => {
    await dispatched('nobody');
    await age();
    expect(await orphans.sendAgain()).toBe(0);
    expect(queues.jobs).toHaveLength(1);
  });

  it('is sent again when it was marked and never added, but not while its relay may still be about to add it', async () => {
    await dispatched('no job');
    expect(await orphans.sendAgain()).toBe(0);
    await age();
    expect(await orphans.sendAgain()).toBe(1);
  });

  it('is left for a while to the process that took it over, which no other can see', async () => {
    await dispatched('no job');
    await age();
    expect(await orphans.sendAgain()).toBe(1);
    queues.jobs = []; // as another process sees it
    await age(600);
    expect(await orphans.sendAgain()).toBe(0);
    await age(600);
    expect(await orphans.sendAgain()).toBe(1);
    expect((await rows())[0]?.attempts).toBe(3);
  });

  it('is due to the relay when it cannot be sent', async () => {
    const { workId } = await dispatched('dead');
    await age();
    queues.isAway = true;
    await expect(orphans.sendAgain()).rejects.toThrow('Redis is away');
    expect(await rows()).toEqual([{ id: workId, attempts: 1, marked: false }]);
  });

  it('waits for the transaction that holds its row, and is nobody else’s business when that commits', async () => {
    const { workId } = await dispatched('dead');
    await age();
    const other = await session('living');
    await other.query('begin');
    await other.query(CLAIM, [workId]);
    expect(await orphans.sendAgain()).toBe(0);
    await other.query('commit');
    expect(await orphans.sendAgain()).toBe(0);
    expect(await rows()).toEqual([]);
  });
});

describe('the death of a process', () => {
  it('ends its sessions, and with them its hold on rows, so that the work goes on', async () => {
    const { workId } = await dispatched('doomed');
    await age();
    const doomed = await session('doomed');
    await doomed.query('begin');
    await doomed.query(CLAIM, [workId]);
    let sent = 0;
    const recovery = new WorkRecovery(orphans, {
      onSentAgain: (count) => (sent += count),
      onError: () => undefined,
    });
    recovery.died('doomed');
    await eventually(
      () => sent,
      (count) => count === 1,
    );
    await recovery.stop();
    await expect(doomed.query('commit')).rejects.toThrow();
  });

  it('is looked after again when the first looks come too early', async () => {
    await dispatched('no job'); // its mark is younger than a relay may take
    let sent = 0;
    const recovery = new WorkRecovery(orphans, {
      onSentAgain: (count) => (sent += count),
      onError: () => undefined,
    });
    recovery.start();
    await eventually(
      () => sent,
      (count) => count === 1,
    );
    await recovery.stop();
  });
});
