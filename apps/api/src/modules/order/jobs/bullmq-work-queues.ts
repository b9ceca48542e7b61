import type { DispatchedWork, Stage, WorkQueues } from '#lib/database';
import { jobId, type Queues } from '#lib/queue';
import type { Redis } from 'ioredis';
import { STAGE_JOBS } from './stage.jobs';

/** Stands for "Redis has not been emptied": whoever finds it gone knows that every message is gone with it. */
const GENERATION = 'relay:generation';

/** The relay's view of BullMQ. */
export class BullmqWorkQueues implements WorkQueues {
  constructor(
    private readonly queues: Queues,
    private readonly redis: Redis,
  ) {}

  async depths(stages: readonly Stage[]): Promise<number[]> {
    const counts = await Promise.all(stages.map((stage) => this.queues.counts(STAGE_JOBS[stage].queue)));
    return counts.map(({ waiting, active }) => waiting + active);
  }

  async add(work: readonly DispatchedWork[]): Promise<void> {
    const stages = [...new Set(work.map((item) => item.stage))];
    await Promise.all(
      stages.map((stage) => {
        const jobs = work
          .filter((item) => item.stage === stage)
          .map(({ workId, epoch }) => ({ id: jobId(stage, workId, epoch), data: { workId, epoch } }));
        return this.queues.addBulk(STAGE_JOBS[stage].queue, jobs);
      }),
    );
  }

  /** Setting the key and learning that it was missing are one command, so one relay of the fleet alone sees it. */
  async wasEmptied(): Promise<boolean> {
    return (await this.redis.set(GENERATION, '1', 'NX')) === 'OK';
  }
}
