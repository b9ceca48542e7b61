import { Worker } from 'bullmq';
import { isConnectionFault, reportOutages, WorkerConnection } from './connection';
import type { AnyHandler, AnyJob } from './job-registry';
import { within } from './within';

export interface ConsumersOptions {
  readonly redisUrl: string;
  readonly prefix: string;
  /** Of this process: a job says who works on it. */
  readonly workerName: string;
  readonly onError: (this: void, error: unknown, where: { queue: string; jobId?: string }) => void;
  /** A canary came by; it never reaches the handler. */
  readonly onTaken: (this: void, queue: string) => void;
}

/** The name of a message that is no work: see `CanaryWatch`. */
export const CANARY = 'canary';

/**
 * Lock and check times decide how soon a dead worker's job runs again, and from which pause of a living one it runs
 * twice: the defaults need a minute, much shorter ones double jobs at every hiccup. A row that crashes its worker
 * again and again is the relay's to notice (it counts dispatches), so the queue itself never gives up on a message.
 */
const WORKER_TIMES = { lockDuration: 5000, stalledInterval: 1000, maxStalledCount: 1_000_000, drainDelay: 2 };

/** After a failed fetch; the library's 15 s would outlast every promise of recovery. */
const FETCH_RETRY_MS = 200;

/** The workers of this process, one for each kind of job, on connections of their own. */
export class Consumers {
  private readonly connection: WorkerConnection;
  private readonly workers = new Map<string, Worker>();
  private readonly handlers = new Map<string, AnyHandler>();
  private readonly running = new Set<Promise<void>>();
  /** Ids of the jobs of each queue that run here without a message. */
  private readonly takenOver = new Map<string, Set<string>>();

  constructor(
    private readonly options: ConsumersOptions,
    bound: readonly { readonly job: AnyJob; readonly handler: AnyHandler }[],
    concurrencyOf: (job: AnyJob) => number,
  ) {
    this.connection = new WorkerConnection(options.redisUrl);
    reportOutages(this.connection, (error) => options.onError(error, { queue: '*' }));
    for (const { job, handler } of bound) {
      this.workers.set(job.queue, this.worker(job, handler, concurrencyOf(job)));
      this.handlers.set(job.queue, handler);
      this.takenOver.set(job.queue, new Set());
    }
  }

  /**
   * Runs the handler of a job that nobody else does, past Redis and beside what the queue hands out: as many at once as the queue's
   * concurrency. Answers false where there is no room for it, or nobody here who does such jobs.
   */
  takeOver(queue: string, { id, data }: { readonly id: string; readonly data: object }): boolean {
    const [worker, handler, taken] = [this.workers.get(queue), this.handlers.get(queue), this.takenOver.get(queue)];
    if (worker === undefined || handler === undefined || taken === undefined || worker.closing !== undefined)
      return false;
    if (taken.size >= worker.concurrency) return false;
    taken.add(id);
    void this.track(handler(data, { id, queue }))
      .catch((error: unknown) => this.options.onError(error, { queue, jobId: id }))
      .finally(() => taken.delete(id));
    return true;
  }

  /** The ids of the jobs of this queue that were taken over and still run. */
  takenOverOf(queue: string): readonly string[] {
    return [...(this.takenOver.get(queue) ?? [])];
  }

  setConcurrency(queue: string, concurrency: number): void {
    const worker = this.workers.get(queue);
    if (worker !== undefined) worker.concurrency = concurrency;
  }

  /** Takes no more jobs, waits for the running ones at most `timeoutMs`, and lets go of Redis, reachable or not. */
  async close(timeoutMs: number): Promise<void> {
    const workers = [...this.workers.values()].map((worker) => worker.close());
    const closing = Promise.all([...workers, Promise.allSettled(this.running)]);
    // A worker tells Redis what it finished before it closes; one that cannot must not keep the process from ending.
    const idle = this.connection.status === 'ready' ? closing : Promise.allSettled(this.running);
    try {
      await within<unknown>(timeoutMs, idle, 'Running jobs did not end in time');
    } catch (error) {
      this.options.onError(error, { queue: '*' });
    } finally {
      this.connection.disconnectAll();
    }
  }

  private worker(job: AnyJob, handler: AnyHandler, concurrency: number): Worker {
    const { queue } = job;
    const worker = new Worker<object>(
      queue,
      ({ id = '', name, data }) => {
        this.options.onTaken(queue);
        return name === CANARY ? Promise.resolve() : this.track(handler(data, { id, queue }));
      },
      {
        connection: this.connection,
        prefix: this.options.prefix,
        name: this.options.workerName,
        concurrency,
        ...WORKER_TIMES,
        runRetryDelay: FETCH_RETRY_MS,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    );
    worker.on('error', (error) => {
      if (!isConnectionFault(error)) this.options.onError(error, { queue });
    });
    worker.on('failed', (failed, error) => this.options.onError(error, { queue, jobId: failed?.id }));
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
}
