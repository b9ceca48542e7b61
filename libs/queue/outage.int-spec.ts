import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeServerData, type EmbeddedServer } from '#lib/embedded';
import { FaultProxy, startOwnRedis, testRedis } from '#lib/testing';
import { defineJob, type JobHandler } from './job-definition';
import { Queues } from './queues';

const pay = defineJob<{ workId: string }>({ queue: 'payment', name: 'pay-orders', concurrency: 2 });

describe('queues without Redis', () => {
  const open: Queues[] = [];
  const errors: string[] = [];
  let line: FaultProxy;
  let prefix: string;
  let url: string;
  beforeEach(async () => {
    ({ url, prefix } = await testRedis());
    line = await FaultProxy.to(url);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queues) => queues.close(1000)));
    await line.cut();
    errors.length = 0;
  });

  function start(handler: JobHandler<{ workId: string }>, redisUrl = line.urlOf(url)): Queues {
    const queues = new Queues({
      redisUrl,
      prefix,
      workerName: 'test',
      runWorkers: true,
      onError: (error) => errors.push((error as Error).message),
    });
    open.push(queues);
    queues.declare(pay);
    queues.process(pay, handler);
    queues.start();
    return queues;
  }

  const add = (queues: Queues, workId: string) =>
    queues.addBulk('payment', [{ id: `payment-${workId}-1`, data: { workId } }]);

  it('refuses to add at once while Redis is away, and works within 200 ms of its return', async () => {
    const seen: string[] = [];
    const queues = start(async ({ workId }) => void seen.push(workId));
    await vi.waitFor(() => add(queues, 'before'));
    await vi.waitFor(() => expect(seen).toEqual(['before']));
    await line.cut();
    await vi.waitFor(() => expect(add(queues, 'lost')).rejects.toThrow(/Redis is away/));
    const refused = performance.now();
    await expect(add(queues, 'lost')).rejects.toThrow(/Redis is away/);
    expect(performance.now() - refused).toBeLessThan(100);
    await line.restore();
    const back = performance.now();
    await vi.waitFor(() => add(queues, 'after'), { interval: 10 });
    await vi.waitFor(() => expect(seen).toContain('after'), { interval: 10 });
    expect(performance.now() - back).toBeLessThan(600); // 200 ms to connect, the rest for a busy machine
    expect(errors.length).toBeLessThanOrEqual(2); // one for adding, one for working: not one per attempt
  });

  it('gives up on connections that went silent: adding after a second, working after four', async () => {
    const seen: string[] = [];
    const queues = start(async ({ workId }) => void seen.push(workId));
    await vi.waitFor(() => add(queues, 'before'));
    await vi.waitFor(() => expect(seen).toEqual(['before']));
    line.silence();
    const asked = performance.now();
    await expect(add(queues, 'unanswered')).rejects.toThrow();
    expect(performance.now() - asked).toBeLessThan(1500);
    await vi.waitFor(() => add(queues, 'after'), { timeout: 2000 });
    await vi.waitFor(() => expect(seen).toContain('after'), { timeout: 6000 });
  });

  it('starts and ends although Redis never answered', async () => {
    await line.cut();
    const queues = start(async () => undefined);
    await expect(add(queues, 'never')).rejects.toThrow(/Redis is away/);
    const asked = performance.now();
    await queues.close();
    expect(performance.now() - asked).toBeLessThan(500);
    await line.restore();
  });

  it('ends without delay when Redis is away and nothing runs', async () => {
    const queues = start(async () => undefined);
    await vi.waitFor(() => add(queues, 'before'));
    await vi.waitFor(async () => expect(await queues.counts('payment')).toMatchObject({ waiting: 0, active: 0 }));
    await line.cut();
    await vi.waitFor(() => expect(add(queues, 'lost')).rejects.toThrow(/Redis is away/));
    const asked = performance.now();
    await queues.close();
    expect(performance.now() - asked).toBeLessThan(500);
    await line.restore();
  });

  it('runs the job of a dead worker again, twice over', { timeout: 40_000 }, async () => {
    const started: string[] = [];
    const victims = ['first', 'second'].map(
      (name) => async () =>
        new Promise<void>(() => {
          started.push(name);
        }),
    );
    for (const [index, victim] of victims.entries()) {
      const dying = await FaultProxy.to(url);
      const queues = start(victim, dying.urlOf(url));
      if (index === 0) await vi.waitFor(() => add(queues, 'heavy'));
      await vi.waitFor(() => expect(started.length).toBe(index + 1), { timeout: 12_000 });
      await dying.cut();
    }
    const seen: string[] = [];
    start(async ({ workId }) => void seen.push(workId), url);
    await vi.waitFor(() => expect(seen).toEqual(['heavy']), { timeout: 12_000 });
    expect(started).toEqual(['first', 'second']);
  });
});

describe('queues over a Redis that is killed', () => {
  let stateFolder: string;
  let server: EmbeddedServer;
  beforeAll(() => {
    stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-queue-'));
  });
  afterAll(async () => {
    await server.stop();
    removeServerData(stateFolder);
  });

  it('goes on with the empty one that comes after it', async () => {
    server = await startOwnRedis(stateFolder);
    const line = await FaultProxy.to(server.url);
    const seen: string[] = [];
    const queues = new Queues({
      redisUrl: line.urlOf(server.url),
      prefix: 'kill',
      workerName: 'test',
      runWorkers: true,
      onError: () => undefined,
    });
    queues.declare(pay);
    queues.process(pay, async ({ workId }) => void seen.push(workId));
    queues.start();
    const add = (workId: string) => queues.addBulk('payment', [{ id: `payment-${workId}-1`, data: { workId } }]);
    await vi.waitFor(() => add('before'));
    await vi.waitFor(() => expect(seen).toEqual(['before']));
    server.kill();
    await server.exited;
    server = await startOwnRedis(stateFolder);
    line.retarget(server.url);
    line.reset();
    await vi.waitFor(() => add('after'), { timeout: 2000, interval: 10 });
    await vi.waitFor(() => expect(seen).toContain('after'), { timeout: 2000 });
    await queues.close();
    await line.cut();
  });
});
