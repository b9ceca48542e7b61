import type { DispatchedWork, KnownWork, KnownWorkQueues, Stage, WorkQueues } from '#lib/database';
import { jobId, type NewJob, type Queues } from '#lib/queue';
import type { Redis } from 'ioredis';
import { STAGE_JOBS, type StageJobData } from './stage.jobs';

/** Stands for "Redis has not been emptied": whoever finds it gone knows that every message is gone with it. */
const GENERATION = 'relay:generation';

/** `<stage>-<uuid>-<epoch>`, as `jobId` writes it; anything else in a queue is no work. */
const JOB_ID = /^[a-z]+-([0-9a-f-]{36})-(\d+)$/;

/** The relay's view of BullMQ. */
export class BullmqWorkQueues implements WorkQueues, KnownWorkQueues {
  constructor(
    private readonly queues: Queues,
    private readonly redis: Redis,
  ) {}

  async depths(stages: readonly Stage[]): Promise<number[]> {
    const counts = await Promise.all(stages.map((stage) => this.queues.counts(STAGE_JOBS[stage].queue)));
    return counts.map(({ waiting, active }) => waiting + active);
  }

  /** Work that was sent before and is still there has waited longest: it goes before what is sent for the first time. */
  async add(work: readonly DispatchedWork[]): Promise<void> {
    await this.byStage(work, (stage, items) => this.queues.addBulk(STAGE_JOBS[stage].queue, items.map(jobOf)));
  }

  async takeOver(work: readonly DispatchedWork[]): Promise<void> {
    await this.byStage(work, (stage, items) => {
      const { queue } = STAGE_JOBS[stage];
      return this.queues.addBulk(queue, this.queues.takeOver(queue, items.map(jobOf)));
    });
  }

  async knownWork(stages: readonly Stage[]): Promise<KnownWork[]> {
    const known = await Promise.all(
      stages.map(async (stage) => {
        const jobs = await this.queues.known(STAGE_JOBS[stage].queue);
        return jobs.flatMap(({ id, holder }) => {
          const [, workId, epoch] = JOB_ID.exec(id) ?? [];
          return workId === undefined ? [] : [{ stage, workId, epoch: Number(epoch), holder }];
        });
      }),
    );
    return known.flat();
  }

  async forget(work: readonly DispatchedWork[]): Promise<void> {
    await this.byStage(work, (stage, items) => {
      const ids = items.map(({ workId, epoch }) => jobId(stage, workId, epoch));
      return this.queues.forget(STAGE_JOBS[stage].queue, ids);
    });
  }

  /** Setting the key and learning that it was missing are one command, so one relay of the fleet alone sees it. */
  async wasEmptied(): Promise<boolean> {
    return (await this.redis.set(GENERATION, '1', 'NX')) === 'OK';
  }

  private async byStage(
    work: readonly DispatchedWork[],
    run: (stage: Stage, items: readonly DispatchedWork[]) => Promise<void>,
  ): Promise<void> {
    const stages = [...new Set(work.map((item) => item.stage))];
    const each = stages.map((stage) =>
      run(
        stage,
        work.filter((item) => item.stage === stage),
      ),
    );
    await Promise.all(each);
  }
}

function jobOf({ stage, workId, epoch }: DispatchedWork): NewJob<StageJobData> {
  return { id: jobId(stage, workId, epoch), data: { workId, epoch }, first: epoch > 1 };
}
