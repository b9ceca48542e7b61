import type { DispatchedWork } from '#lib/database';
import { Queues } from '#lib/queue';
import { testRedis } from '#lib/testing';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BullmqWorkQueues } from './bullmq-work-queues';
import { STAGE_JOBS, type StageJobData } from './stage.jobs';

const row = (n: number): string => `0199f0c2-0000-7000-8000-${String(n).padStart(12, '0')}`;
const paymentOf = (n: number, epoch: number): DispatchedWork => ({ workId: row(n), stage: 'payment', epoch });

describe('work rows in the queues', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  async function held(): Promise<{ queues: Queues; work: BullmqWorkQueues; done: StageJobData[] }> {
    const { url, prefix } = await testRedis();
    const queues = new Queues({
      redisUrl: url,
      prefix,
      workerName: 'a-process',
      runWorkers: true,
      onError: () => undefined,
    });
    const redis = new Redis(url, { keyPrefix: prefix });
    closing.push(
      () => queues.close(1000),
      () => redis.quit(),
    );
    const done: StageJobData[] = [];
    queues.declare(STAGE_JOBS.payment);
    queues.process(STAGE_JOBS.payment, async (data) => void done.push(data));
    queues.start();
    await vi.waitFor(() => queues.pause('payment'));
    return { queues, work: new BullmqWorkQueues(queues, redis), done };
  }

  it('lets what was sent before go before what is sent for the first time', async () => {
    const { queues, work, done } = await held();
    await work.add([paymentOf(1, 1), paymentOf(2, 1)]);
    await work.add([paymentOf(3, 1), paymentOf(4, 2)]);
    expect(await work.depths(['payment'])).toEqual([4]);
    await queues.resume('payment');
    await vi.waitFor(() => expect(done.map(({ workId }) => workId)).toEqual([row(4), row(1), row(2), row(3)]));
  });

  it('does what is taken over at once, as far as there is room, and puts the rest at the head of its queue', async () => {
    const { queues, work, done } = await held();
    await work.add([paymentOf(1, 1)]);
    await work.takeOver([paymentOf(2, 2), paymentOf(3, 2)]);
    expect(done.map(({ workId }) => workId)).toEqual([row(2)]);
    await queues.resume('payment');
    await vi.waitFor(() => expect(done.map(({ workId }) => workId)).toEqual([row(2), row(3), row(1)]));
  });
});
