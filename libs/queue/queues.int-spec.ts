import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testRedis } from '#lib/testing';
import { defineJob, jobId, type JobHandler } from './job-definition';
import { Queues } from './queues';

interface Hint {
  readonly workId: string;
}
const pay = defineJob<Hint>({ queue: 'payment', name: 'pay-orders', concurrency: 2 });

describe('queues', () => {
  const open: Queues[] = [];
  const errors: { message: string; queue: string; jobId?: string }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queues) => queues.close(1000)));
    errors.length = 0;
  });

  async function start(
    handler: JobHandler<Hint>,
    redis?: { url: string; prefix: string },
    concurrency?: number,
  ): Promise<Queues> {
    const { url, prefix } = redis ?? (await testRedis());
    const queues = new Queues({
      redisUrl: url,
      prefix,
      workerName: 'test',
      runWorkers: true,
      onError: (error, where) => errors.push({ message: (error as Error).message, ...where }),
    });
    open.push(queues);
    if (concurrency !== undefined) queues.setConcurrency('payment', concurrency);
    queues.declare(pay);
    queues.process(pay, handler);
    queues.start();
    await vi.waitFor(() => queues.counts('payment'), 3000);
    return queues;
  }

  it('runs each message once with its data, and keeps none of them', async () => {
    const redis = await testRedis();
    const seen: string[] = [];
    const queues = await start(async ({ workId }, run) => void seen.push(`${run.queue} ${run.id} ${workId}`), redis);
    await queues.addBulk('payment', [
      { id: jobId('payment', 'a', 1), data: { workId: 'a' } },
      { id: jobId('payment', 'b', 1), data: { workId: 'b' } },
    ]);
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen.sort()).toEqual(['payment payment-a-1 a', 'payment payment-b-1 b']);
    const client = new Redis(redis.url);
    await vi.waitFor(async () => expect(await client.keys('*-1')).toEqual([]));
    client.disconnect();
  });

  it('takes jobs over at once, past what waits and beside what runs, as many as it runs of its own', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const queues = await start(({ workId }) => {
      begun.push(workId);
      return new Promise((resolve) => ends.push(resolve));
    });
    const job = (workId: string) => ({ id: jobId('payment', workId, 1), data: { workId } });
    await queues.addBulk('payment', [job('a'), job('b'), job('waits')]);
    await vi.waitFor(() => expect(begun).toEqual(['a', 'b']));
    expect(queues.takeOver('payment', [job('c'), job('d'), job('e')])).toEqual([job('e')]);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    expect(await queues.known('payment')).toContainEqual({ id: 'payment-c-1', holder: 'test' });
    ends.splice(0).forEach((end) => end());
    await vi.waitFor(() => expect(queues.takeOver('payment', [job('f')])).toEqual([]));
    ends.splice(0).forEach((end) => end());
  });

  it('lets a job that it took over end before it closes', async () => {
    const order: string[] = [];
    let end = (): void => undefined;
    const queues = await start(() =>
      new Promise<void>((resolve) => (end = resolve)).then(() => void order.push('job')),
    );
    expect(queues.takeOver('payment', [{ id: jobId('payment', 'a', 1), data: { workId: 'a' } }])).toEqual([]);
    const idle = await start(() => Promise.resolve());
    const closed = queues.close(30_000).then(() => order.push('closed'));
    await idle.close(30_000); // begun later, with nothing to wait for
    expect(queues.takeOver('payment', [{ id: jobId('payment', 'b', 1), data: { workId: 'b' } }])).toHaveLength(1);
    end();
    await closed;
    expect(order).toEqual(['job', 'closed']);
  });

  it('reports what a handler throws, and does not run the message again', async () => {
    let runs = 0;
    const queues = await start(async ({ workId }) => {
      runs++;
      if (workId === 'bad') throw new Error('no such row');
    });
    await queues.addBulk('payment', [{ id: 'payment-bad-1', data: { workId: 'bad' } }]);
    await vi.waitFor(() =>
      expect(errors).toEqual([{ message: 'no such row', queue: 'payment', jobId: 'payment-bad-1' }]),
    );
    await queues.addBulk('payment', [{ id: 'payment-good-1', data: { workId: 'good' } }]);
    await vi.waitFor(() => expect(runs).toBe(2));
    expect(await queues.counts('payment')).toMatchObject({ waiting: 0 });
  });

  it('drops an id that is still queued, and takes the next epoch of the same row', async () => {
    const seen: string[] = [];
    const queues = await start(async (_, run) => void seen.push(run.id));
    await queues.pause('payment');
    const add = (epoch: number) =>
      queues.addBulk('payment', [{ id: jobId('payment', 'a', epoch), data: { workId: 'a' } }]);
    await add(1);
    await add(1);
    await add(2);
    expect(await queues.counts('payment')).toMatchObject({ waiting: 2, paused: true });
    await queues.resume('payment');
    await vi.waitFor(() => expect(seen).toEqual(['payment-a-1', 'payment-a-2']));
    expect(await queues.counts('payment')).toMatchObject({ waiting: 0, paused: false });
  });

  it('runs what is to come first before what has waited', async () => {
    const seen: string[] = [];
    const queues = await start(async ({ workId }) => void seen.push(workId), undefined, 1);
    await queues.pause('payment');
    const job = (workId: string, first?: boolean) => ({ id: jobId('payment', workId, 1), data: { workId }, first });
    await queues.addBulk('payment', [job('a'), job('b')]);
    await queues.addBulk('payment', [job('c', true), job('d', false)]);
    await queues.resume('payment');
    await vi.waitFor(() => expect(seen).toEqual(['c', 'a', 'b', 'd']));
  });

  it('runs as many at once as the concurrency says, also when it is changed', async () => {
    const waiting: (() => void)[] = [];
    const queues = await start(() => new Promise<void>((resolve) => waiting.push(resolve)));
    const add = (ids: string[]) =>
      queues.addBulk(
        'payment',
        ids.map((id) => ({ id: `payment-${id}-1`, data: { workId: id } })),
      );
    await add(['a', 'b', 'c', 'd', 'e', 'f']);
    await vi.waitFor(async () => expect(await queues.counts('payment')).toMatchObject({ active: 2, waiting: 4 }));
    queues.setConcurrency('payment', 3);
    waiting.shift()?.();
    await vi.waitFor(async () => expect(await queues.counts('payment')).toMatchObject({ active: 3, waiting: 2 }));
    queues.setConcurrency('payment', 6);
    const drained = vi.waitFor(async () => {
      for (const resolve of waiting.splice(0)) resolve();
      expect(await queues.counts('payment')).toMatchObject({ active: 0, waiting: 0 });
    });
    await drained;
  });

  it('starts with the concurrency that was set before', async () => {
    const never = () => new Promise<void>(() => undefined);
    const queues = await start(never, undefined, 4);
    await queues.addBulk(
      'payment',
      ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id: `payment-${id}-1`, data: { workId: id } })),
    );
    await vi.waitFor(async () => expect(await queues.counts('payment')).toMatchObject({ active: 4, waiting: 1 }));
  });

  it('goes on after every key was deleted under it', async () => {
    const redis = await testRedis();
    const seen: string[] = [];
    const queues = await start(async ({ workId }) => void seen.push(workId), redis);
    await queues.addBulk('payment', [{ id: 'payment-a-1', data: { workId: 'a' } }]);
    await vi.waitFor(() => expect(seen).toEqual(['a']));
    const client = new Redis(redis.url);
    await client.flushdb();
    client.disconnect();
    await queues.addBulk('payment', [{ id: 'payment-b-1', data: { workId: 'b' } }]);
    await vi.waitFor(() => expect(seen).toEqual(['a', 'b']));
  });

  it('lets a running job end before it closes, and starts no other', async () => {
    const redis = await testRedis();
    const signals = new EventTarget();
    const begun = once(signals, 'begun');
    const finished: string[] = [];
    let finish: () => void = () => undefined;
    const queues = await start(async ({ workId }) => {
      signals.dispatchEvent(new Event('begun'));
      await new Promise<void>((resolve) => (finish = resolve));
      finished.push(workId);
    }, redis);
    queues.setConcurrency('payment', 1);
    await queues.addBulk('payment', [
      { id: 'payment-a-1', data: { workId: 'a' } },
      { id: 'payment-b-1', data: { workId: 'b' } },
    ]);
    await begun;
    let closed = false;
    const closing = queues.close().then(() => (closed = true));
    const other = await start(() => new Promise<void>(() => undefined), redis);
    await other.pause('payment');
    expect(closed).toBe(false);
    finish();
    await closing;
    expect(finished).toEqual(['a']);
    expect(errors).toEqual([]);
  });

  it('refuses a queue that nobody declared', async () => {
    const queues = await start(async () => undefined);
    await expect(queues.addBulk('refunds', [])).rejects.toThrow(/No job is declared for queue "refunds"/);
  });
});
