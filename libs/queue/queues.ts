import { Queue, Worker, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { isConnectionFault, producerConnection, reportOutages, WorkerConnection } from './connection';
import type { JobDefinition, JobHandler } from './job-definition';
import { JobRegistry, type AnyHandler, type AnyJob } from './job-registry';
import { within } from './within';

export interface QueuesOptions {
  readonly redisUrl: string;
  /** Before every key, and different for each lane: `<application>:<lane>`. */
  readonly prefix: string;
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
}

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** Whether handing out is stopped on every process. */
  readonly paused: boolean;
}

/** One owner of retries: the work row. A message runs once and leaves nothing behind. */
const JOB_OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };

/** How long adding, counting and pausing may take before Redis counts as away. */
const COMMAND_MS = 1000;

/**
 * Lock and check times decide how soon a dead worker's job runs again, and from which pause of a living one it runs
 * twice: the defaults need a minute, much shorter ones double jobs at every hiccup. A row that crashes its worker
 * again and again is the relay's to notice (it counts dispatches), so the queue itself never gives up on a message.
 */
const WORKER_TIMES = { lockDuration: 5000, stalledInterval: 1000, maxStalledCount: 1_000_000, drainDelay: 2 };

/** After a failed fetch; the library's 15 s would outlast every promise of recovery. */
const FETCH_RETRY_MS = 200;

/**
 * The work in flight. Adds messages and runs handlers; keeps nothing that is not in PostgreSQL as well, so Redis may be
 * emptied or away at any time: adding then fails within a second, and workers go on within 200 ms of its return.
 */
export class Queues {
  private readonly registry = new JobRegistry();
  private readonly producer: Redis;
  private consumer: WorkerConnection | undefined;
  private readonly queues = new Map<string, Promise<Queue>>();
  private readonly workers = new Map<string, Worker>();
  private readonly concurrencies = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();

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
    const bound = this.registry.bound();
    if (!this.options.runWorkers || this.workers.size > 0) return;
    this.consumer = new WorkerConnection(this.options.redisUrl);
    reportOutages(this.consumer, (error) => this.options.onError(error, { queue: '*' }));
    for (const { job, handler } of bound) this.workers.set(job.queue, this.worker(this.consumer, job, handler));
  }

  /** Adds messages in one round trip. Throws within a second when Redis is away; what was added then is unknown. */
  async addBulk(queue: string, jobs: readonly NewJob[]): Promise<void> {
    const { name } = this.registry.job(queue);
    if (jobs.length === 0) return;
    await this.command(queue, (target) =>
      target.addBulk(jobs.map(({ id, data }) => ({ name, data, opts: { ...JOB_OPTIONS, jobId: id } }))),
    );
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
    const worker = this.workers.get(queue);
    if (worker !== undefined) worker.concurrency = concurrency;
  }

  /** Takes no more jobs, waits for the running ones at most `timeoutMs`, and lets go of Redis, reachable or not. */
  async close(timeoutMs = 5000): Promise<void> {
    const closing = Promise.all([...this.workers.values()].map((worker) => worker.close()));
    // A worker tells Redis what it finished before it closes; one that cannot must not keep the process from ending.
    const idle = this.consumer?.status === 'ready' ? closing : Promise.allSettled(this.running);
    try {
      await within<unknown>(timeoutMs, idle, 'Running jobs did not end in time');
    } catch (error) {
      this.options.onError(error, { queue: '*' });
    } finally {
      this.consumer?.disconnectAll();
      this.producer.disconnect();
    }
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

  private worker(connection: WorkerConnection, job: AnyJob, handler: AnyHandler): Worker {
    const worker = new Worker<object>(
      job.queue,
      ({ id = '', data }) => this.track(handler(data, { id, queue: job.queue })),
      {
        connection,
        prefix: this.options.prefix,
        concurrency: this.concurrencies.get(job.queue) ?? job.concurrency,
        ...WORKER_TIMES,
        runRetryDelay: FETCH_RETRY_MS,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    );
    worker.on('error', (error) => this.report(error, job.queue));
    worker.on('failed', (failed, error) => this.options.onError(error, { queue: job.queue, jobId: failed?.id }));
    return worker;
  }

  private async track(run: Promise<void>): Promise<void> {
    this.running.add(run);
    try {
      await run;
    } finally {
      this.running.delete(run);
    }
  }

  private report(error: unknown, queue: string): void {
    if (!isConnectionFault(error)) this.options.onError(error, { queue });
  }
}
