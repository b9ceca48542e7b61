import { Queue, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { isConnectionFault, producerConnection, reportOutages } from './connection';
import { CANARY, Consumers } from './consumers';
import type { JobDefinition, JobHandler } from './job-definition';
import { JobRegistry, type AnyJob } from './job-registry';
import { within } from './within';

export interface QueuesOptions {
  readonly redisUrl: string;
  /** Before every key, and different for each lane: `<application>:<lane>`. */
  readonly prefix: string;
  /** Of this process, and different for every process that ever ran: a job says who works on it. */
  readonly workerName: string;
  /** Whether this process works off jobs; one that only adds them leaves the handlers idle. */
  readonly runWorkers: boolean;
  /** Told of outages (once each) and of what handlers throw; logs and counts it. */
  readonly onError: (this: void, error: unknown, where: { queue: string; jobId?: string }) => void;
}

/** One message to add. */
export interface NewJob<Data extends object = object> {
  /** Unique over all time (see `jobId`): an id that the queue still knows is dropped silently. */
  readonly id: string;
  readonly data: Data;
  /** At the head of the queue instead of its end. */
  readonly first?: boolean | undefined;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** Whether handing out is stopped on every process. */
  readonly paused: boolean;
}

/** A message that the queue knows. */
export interface KnownJob {
  readonly id: string;
  /** The `workerName` of the process that works on it; undefined while it waits. */
  readonly holder: string | undefined;
}

/** One owner of retries: the work row. A message runs once and leaves nothing behind. */
const JOB_OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };

/** How long adding, counting and pausing may take before Redis counts as away. */
const COMMAND_MS = 1000;

/** How long running jobs may take to end. */
const CLOSE_MS = 5000;

/**
 * The work in flight. Adds messages and runs handlers; keeps nothing that is not in PostgreSQL as well, so Redis may be
 * emptied or away at any time: adding then fails within a second, and workers go on within 200 ms of its return.
 */
export class Queues {
  private readonly registry = new JobRegistry();
  private readonly producer: Redis;
  private consumers: Consumers | undefined;
  private readonly queues = new Map<string, Promise<Queue>>();
  private readonly concurrencies = new Map<string, number>();
  private former: Promise<unknown> | undefined;
  private closing = false;
  private readonly takers = new Set<(queue: string) => void>();

  constructor(private readonly options: QueuesOptions) {
    this.producer = producerConnection(options.redisUrl);
    reportOutages(this.producer, (error) => options.onError(error, { queue: '*' }));
  }

  declare(job: AnyJob): void {
    this.registry.declare(job);
  }

  /** Binds the one handler of a job; call it in `onModuleInit`, before the workers start. */
  process<Data extends object>(job: JobDefinition<Data>, handler: JobHandler<Data>): void {
    this.registry.handle(job, (data, run) => handler(data as Data, run));
  }

  /** Checks that every job has one handler, and lets the workers run where this process has the role. */
  start(): void {
    this.registry.bound();
    if (this.options.runWorkers) this.consumers ??= this.consume();
  }

  /** The queues whose jobs this process works off. */
  consumed(): readonly string[] {
    return this.consumers === undefined ? [] : this.registry.bound().map(({ job }) => job.queue);
  }

  /** New consumers on new connections; the former ones end their running jobs beside them. Does nothing where none run. */
  recreateConsumers(): void {
    const former = this.consumers;
    if (former === undefined || this.closing) return;
    this.consumers = this.consume();
    this.former = Promise.all([this.former, former.close(CLOSE_MS)]);
  }

  /** Called whenever a consumer of this process takes a message, a canary or a job. */
  onTaken(listener: (queue: string) => void): void {
    this.takers.add(listener);
  }

  /** Adds messages in one round trip. Throws within a second when Redis is away; what was added then is unknown. */
  async addBulk(queue: string, jobs: readonly NewJob[]): Promise<void> {
    const { name } = this.registry.job(queue);
    if (jobs.length === 0) return;
    await this.command(queue, (target) =>
      target.addBulk(
        jobs.map(({ id, data, first = false }) => ({ name, data, opts: { ...JOB_OPTIONS, jobId: id, lifo: first } })),
      ),
    );
  }

  /**
   * Does jobs at once in this process, without a message: for those whose message died with another process. Answers those that it
   * has no room for, or all where it runs no workers; they are the caller's to add.
   */
  takeOver(queue: string, jobs: readonly NewJob[]): readonly NewJob[] {
    this.registry.job(queue);
    return jobs.filter((job) => this.consumers?.takeOver(queue, job) !== true);
  }

  /** A message that any consumer takes and nobody handles, at the head of the queue. */
  async addCanary(queue: string, id: string): Promise<void> {
    await this.command(queue, (target) => target.add(CANARY, {}, { ...JOB_OPTIONS, jobId: id, lifo: true }));
  }

  /** Every message that waits or is worked on, and what this process took over. Read it where few are out: the relay sees to that. */
  async known(queue: string): Promise<KnownJob[]> {
    return this.command(queue, async (target) => {
      const [waiting, active] = await Promise.all([
        target.getJobs(['wait', 'prioritized', 'delayed']),
        target.getJobs(['active']),
      ]);
      return [
        ...waiting.map(({ id = '' }) => ({ id, holder: undefined })),
        ...active.map(({ id = '', processedBy }) => ({ id, holder: processedBy })),
        ...(this.consumers?.takenOverOf(queue) ?? []).map((id) => ({ id, holder: this.options.workerName })),
      ];
    });
  }

  async knows(queue: string, id: string): Promise<boolean> {
    return this.command(queue, async (target) => (await target.getJob(id)) !== undefined);
  }

  /** Forgets messages whoever works on them: for those of a dead process, whose locks would keep them for seconds. */
  async forget(queue: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.command(queue, async (target) => {
      await this.producer.del(ids.map((id) => `${this.options.prefix}:${queue}:${id}:lock`));
      await Promise.all(ids.map((id) => target.remove(id)));
    });
  }

  /** Stops handing out messages of this queue on every process, until `resume`; running jobs end normally. */
  async pause(queue: string): Promise<void> {
    await this.command(queue, (target) => target.pause());
  }

  async resume(queue: string): Promise<void> {
    await this.command(queue, (target) => target.resume());
  }

  async counts(queue: string): Promise<QueueCounts> {
    return this.command(queue, async (target) => {
      const [counts, paused] = await Promise.all([target.getJobCounts('wait', 'active'), target.isPaused()]);
      return { waiting: counts.wait ?? 0, active: counts.active ?? 0, paused };
    });
  }

  /** How many jobs of this queue this process runs at once from now on, also before `start`; running ones go on. */
  setConcurrency(queue: string, concurrency: number): void {
    this.concurrencies.set(queue, concurrency);
    this.consumers?.setConcurrency(queue, concurrency);
  }

  /** Takes no more jobs, waits for the running ones at most `timeoutMs`, and lets go of Redis, reachable or not. */
  async close(timeoutMs = CLOSE_MS): Promise<void> {
    this.closing = true;
    await Promise.all([this.consumers?.close(timeoutMs), this.former]);
    this.producer.disconnect();
  }

  private async command<T>(queue: string, run: (target: Queue) => Promise<T>): Promise<T> {
    this.registry.job(queue);
    if (this.producer.status !== 'ready') throw new Error(`Queue "${queue}": Redis is away (${this.producer.status})`);
    const work = async (): Promise<T> => run(await this.queue(queue));
    return within(COMMAND_MS, work(), `Queue "${queue}": Redis gave no answer in ${COMMAND_MS} ms`);
  }

  /**
   * Made when Redis first answers, and made anew when that failed half-way: a BullMQ queue whose first exchange is cut
   * off stays unusable for good.
   */
  private queue(name: string): Promise<Queue> {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const queue = new Queue(name, {
      connection: this.producer,
      prefix: this.options.prefix,
      streams: { events: { maxLen: 100 } },
    });
    queue.on('error', (error) => this.report(error, name));
    const ready = queue.waitUntilReady().then(() => queue);
    this.queues.set(name, ready);
    ready.catch(() => this.queues.delete(name));
    return ready;
  }

  private consume(): Consumers {
    const onTaken = (queue: string): void => {
      for (const listener of this.takers) listener(queue);
    };
    return new Consumers(
      { ...this.options, onTaken },
      this.registry.bound(),
      (job) => this.concurrencies.get(job.queue) ?? job.concurrency,
    );
  }

  private report(error: unknown, queue: string): void {
    if (!isConnectionFault(error)) this.options.onError(error, { queue });
  }
}
