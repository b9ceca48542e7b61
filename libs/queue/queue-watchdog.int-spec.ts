import { testRedis } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineJob, type JobHandler } from './job-definition';
import { QueueWatchdog } from './queue-watchdog';
import { Queues } from './queues';

const pay = defineJob<{ workId: string }>({ queue: 'payment', name: 'pay-orders', concurrency: 1 });

describe('the watchdog of the queues', () => {
  const open: Queues[] = [];
  let redis: { url: string; prefix: string };
  let nowMs: number;
  let outcomes: string[];
  beforeEach(async () => {
    redis = await testRedis();
    nowMs = 0;
    outcomes = [];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queues) => queues.close(100)));
  });

  async function start(workerName: string, handler: JobHandler<{ workId: string }>): Promise<Queues> {
    const queues = new Queues({
      redisUrl: redis.url,
      prefix: redis.prefix,
      workerName,
      runWorkers: true,
      onError: () => undefined,
    });
    open.push(queues);
    queues.declare(pay);
    queues.process(pay, handler);
    queues.start();
    await vi.waitFor(() => queues.counts('payment'), 3000);
    return queues;
  }

  function watch(queues: Queues, workerName: string): QueueWatchdog {
    const watchdog = new QueueWatchdog(queues, {
      workerName,
      onCanary: (queue, outcome) => outcomes.push(`${queue} ${outcome}`),
      nowMs: () => nowMs,
    });
    watchdog.start();
    return watchdog;
  }

  /** Holds one job for ever, and does all others. */
  const hangingOn =
    (hung: string, done: (workId: string) => void): JobHandler<{ workId: string }> =>
    async ({ workId }) => {
      if (workId === hung) await new Promise(() => undefined);
      done(workId);
    };

  const add = (queues: Queues, workId: string): Promise<void> =>
    queues.addBulk('payment', [{ id: `payment-${workId}-1`, data: { workId } }]);

  /** Time passes and the watchdog looks. */
  const later = (watchdog: QueueWatchdog, ms: number): Promise<void> => {
    nowMs += ms;
    return watchdog.look();
  };

  it('sees its canaries come back from consumers that consume, and no handler sees one', async () => {
    const seen: string[] = [];
    const queues = await start('a', async ({ workId }) => void seen.push(workId));
    const watchdog = watch(queues, 'a');
    await later(watchdog, 2000);
    await vi.waitFor(async () => {
      await later(watchdog, 0);
      expect(outcomes).toEqual(['payment taken']);
    });
    await watchdog.stop();
    expect(watchdog.suspects()).toEqual([]);
    expect(seen).toEqual([]);
    expect(await queues.counts('payment')).toMatchObject({ waiting: 0, active: 0 });
  });

  it('creates consumers anew when a canary is not taken in time, and the work goes on', async () => {
    const seen: string[] = [];
    const queues = await start(
      'a',
      hangingOn('hung', (workId) => seen.push(workId)),
    );
    await add(queues, 'hung');
    await vi.waitFor(async () => expect(await queues.counts('payment')).toMatchObject({ active: 1 }));
    const watchdog = watch(queues, 'a');
    await later(watchdog, 2000);
    await add(queues, 'next');
    await later(watchdog, 6001);
    await vi.waitFor(() => expect(seen).toEqual(['next']));
    expect(outcomes).toEqual(['payment late']);
    expect(watchdog.suspects()).toEqual(['payment']);
    await vi.waitFor(async () => {
      await later(watchdog, 2000);
      expect(watchdog.suspects()).toEqual([]);
    });
    await watchdog.stop();
  });

  it('creates consumers anew that get nothing while others get everything', async () => {
    const taken: string[] = [];
    const starved = await start(
      'a',
      hangingOn('hung', () => taken.push('a')),
    );
    await add(starved, 'hung');
    await vi.waitFor(async () => expect(await starved.counts('payment')).toMatchObject({ active: 1 }));
    const watchdog = watch(starved, 'a');
    const other = await start('b', async () => void taken.push('b'));
    await later(watchdog, 60_000);
    await vi.waitFor(async () => {
      await later(watchdog, 0);
      expect(outcomes).toEqual(['payment taken']); // by the other one
    });
    await later(watchdog, 1);
    expect(outcomes).toEqual(['payment taken', 'payment starved']);
    await other.close(1000);
    await add(starved, 'next');
    await vi.waitFor(() => expect(taken).toEqual(['a']));
    await watchdog.stop();
  });

  it('blames nobody for a queue that is paused', async () => {
    const queues = await start('a', async () => undefined);
    await queues.pause('payment');
    const watchdog = watch(queues, 'a');
    await later(watchdog, 2000);
    await later(watchdog, 6001);
    await watchdog.stop();
    expect(outcomes).toEqual([]);
    await queues.resume('payment');
  });
});
