/** A kind of job: which queue carries it and how many run at once in one process. `Data` is what each job brings. */
export interface JobDefinition<Data extends object> {
  /** The queue's name; each queue carries exactly one kind of job. */
  readonly queue: string;
  /** How the job is called in logs and in the queue's own records. */
  readonly name: string;
  /** Jobs of this kind that one process runs at the same time, at boot; `Queues.setConcurrency` changes it. */
  readonly concurrency: number;
  /** Never set: it ties the type of the data to the definition, so that adding and handling agree. */
  readonly dataType?: Data;
}

/** What a handler is told about the run besides the data. */
export interface JobRun {
  readonly id: string;
  readonly queue: string;
}

/**
 * Does the work of one job. A message is only a hint that there may be work: the handler checks in PostgreSQL, ends
 * quietly when there is none, and keeps its own account of retries; what it throws is reported and the message dropped.
 */
export type JobHandler<Data extends object> = (data: Data, run: JobRun) => Promise<void>;

const QUEUE_NAME = /^[a-z][a-z0-9-]*$/;

/** Declares a kind of job, as a constant in `*.job.ts`; hand it to `QueueModule.forFeature` and to `Queues.process`. */
export function defineJob<Data extends object>(definition: {
  queue: string;
  name: string;
  concurrency: number;
}): JobDefinition<Data> {
  const { queue, name, concurrency } = definition;
  if (!QUEUE_NAME.test(queue)) throw new Error(`Queue name "${queue}" of job "${name}" must be kebab-case`);
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`Job "${name}" needs a concurrency of at least 1, not ${concurrency}`);
  }
  return Object.freeze({ queue, name, concurrency });
}

/**
 * The id of the message for one dispatch of a work row. It carries the epoch because adding an id that exists, in
 * whatever state, silently does nothing: a row that is dispatched again needs a message of its own.
 */
export function jobId(queue: string, rowId: string, epoch: number): string {
  return `${queue}-${rowId}-${epoch}`;
}
